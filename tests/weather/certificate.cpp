#include "weather/certificate.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace noticed::weather {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long kSkew = -60;  // seconds before now, so that it is good at once

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  if (extension == nullptr) throw std::runtime_error("cannot extend a certificate");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

template <class Write>
void write_file(const std::filesystem::path& path, Write write) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  const bool written = file != nullptr && write(file) == 1;
  if (file != nullptr) std::fclose(file);
  if (!written) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

void make_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key,
                      const std::string& address, std::chrono::seconds life) {
  const Key pair(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate made(X509_new(), &X509_free);
  if (!pair || !made) throw std::runtime_error("cannot make a certificate");
  X509* const x509 = made.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), life.count());
  X509_gmtime_adj(X509_getm_notBefore(x509), kSkew);
  X509_gmtime_adj(X509_getm_notAfter(x509), life.count());
  X509_set_pubkey(x509, pair.get());
  X509_NAME* const name = X509_get_subject_name(x509);
  const std::string common = "weather " + std::to_string(life.count());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(x509, name);
  add_extension(x509, NID_subject_alt_name, "IP:" + address);
  add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
  if (X509_sign(x509, pair.get(), EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
  write_file(certificate, [&](std::FILE* file) { return PEM_write_X509(file, x509); });
  write_file(key, [&](std::FILE* file) {
    return PEM_write_PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

}  // namespace noticed::weather
