#include "pollers/body_hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <cstring>
#include <stdexcept>

namespace noticed {

struct BodyHasher::Context {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
  EVP_MAC_CTX* ready = mac == nullptr ? nullptr : EVP_MAC_CTX_new(mac);
  std::array<unsigned char, 16> key{};
  ~Context() {
    EVP_MAC_CTX_free(ready);
    EVP_MAC_free(mac);
  }
};

BodyHasher::BodyHasher() : context_(std::make_unique<Context>()) {
  std::size_t size = sizeof(BodyHash);
  const std::array<OSSL_PARAM, 2> params{OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                         OSSL_PARAM_construct_end()};
  if (RAND_bytes(context_->key.data(), static_cast<int>(context_->key.size())) != 1 || context_->ready == nullptr ||
      EVP_MAC_CTX_set_params(context_->ready, params.data()) != 1)
    throw std::runtime_error("OpenSSL offers no SipHash");
}

BodyHasher::~BodyHasher() = default;

BodyHash BodyHasher::hash(std::string_view bytes) const {
  BodyHash out{};
  std::size_t size = 0;
  std::array<unsigned char, sizeof(BodyHash)> raw{};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (EVP_MAC_init(context_->ready, context_->key.data(), context_->key.size(), nullptr) != 1 ||
      EVP_MAC_update(context_->ready, data, bytes.size()) != 1 ||
      EVP_MAC_final(context_->ready, raw.data(), &size, raw.size()) != 1)
    throw std::runtime_error("SipHash failed");
  std::memcpy(out.data(), raw.data(), raw.size());
  if (out == BodyHash{}) out[0] = 1;
  return out;
}

}  // namespace noticed
