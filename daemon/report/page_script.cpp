#include "daemon/report/page_script.h"
#include "storage/model/base64.h"
#include "storage/model/digest.h"

namespace noticed {

// Names are read from the page once, at the first key press.
const std::string_view kPageScript = R"js(
(() => {
  "use strict";
  const form = document.getElementById("filter");
  if (form) {
    const input = document.getElementById("wanted");
    const output = document.getElementById("found");
    let groups = null;
    const read = () => [...document.querySelectorAll(".matrix tbody")].map((body) => {
      const head = body.querySelector("th[scope=rowgroup]");
      const items = [...head.querySelectorAll("li")];
      return {
        body,
        names: (items.length ? items : [head]).map((item) => ({ item, text: item.textContent.toLowerCase() })),
        many: items.length > 0,
      };
    });
    const filter = () => {
      groups = groups || read();
      const wanted = input.value.trim().toLowerCase();
      let found = 0;
      for (const group of groups) {
        let here = 0;
        for (const { item, text } of group.names) {
          const hit = text.includes(wanted);
          if (group.many) item.hidden = !hit;
          if (hit) here += 1;
        }
        group.body.hidden = here === 0;
        found += here;
      }
      for (const table of document.querySelectorAll(".matrix")) {
        const hits = table.querySelector("tbody:not([hidden])");
        table.closest(".wide").hidden = !hits;
        const fold = table.closest(".fold");
        if (fold) {
          fold.hidden = !hits;
          fold.open = Boolean(wanted && hits);
        }
      }
      output.textContent = wanted === "" ? "" : found === 1 ? "1 resource" : found + " resources";
    };
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 150);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details.state:not([open])")];
    for (const one of unfolded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });
})();
)js";

std::string page_script_digest() { return to_base64(sha256(kPageScript)); }

}  // namespace noticed
