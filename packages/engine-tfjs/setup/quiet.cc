// heard(work): runs `work` and returns what was written to stderr meanwhile, by anyone in this process, native code
// included, instead of letting it out. What `work` throws is thrown once stderr is itself again.

#include <node_api.h>
#include <stdio.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

static napi_value heard(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value work, undefined, result = nullptr;
  napi_get_cb_info(env, info, &count, &work, nullptr, nullptr);
  napi_get_undefined(env, &undefined);

  fflush(stderr);
  const int before = dup(STDERR_FILENO);
  const int memory = memfd_create("stderr", MFD_CLOEXEC);
  if (before < 0 || memory < 0) {
    if (before >= 0) close(before);
    if (memory >= 0) close(memory);
    napi_throw_error(env, nullptr, "stderr can't be set aside");
    return nullptr;
  }
  dup2(memory, STDERR_FILENO);
  const napi_status status = napi_call_function(env, undefined, work, 0, nullptr, nullptr);
  fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);

  std::string said;
  char piece[4096];
  lseek(memory, 0, SEEK_SET);
  for (ssize_t bytes; (bytes = read(memory, piece, sizeof piece)) > 0;) said.append(piece, bytes);
  close(memory);
  if (status == napi_ok) napi_create_string_utf8(env, said.data(), said.size(), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "heard", NAPI_AUTO_LENGTH, heard, nullptr, &function);
  napi_set_named_property(env, exports, "heard", function);
  return exports;
}
