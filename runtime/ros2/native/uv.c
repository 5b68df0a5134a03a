/*
 * The libuv that rclnodejs uses, from POSIX threads and Node-API alone. Deno only imitates libuv:
 * some of these symbols are missing there, others do nothing (an async handle never fires), and
 * what the executable exports wins over a preloaded library. Linked into the addon with hidden
 * visibility, these win over both. The same binary runs in Node.
 *
 * Only what rclnodejs 2.2 calls is here: a new version that calls more does not link.
 */
#define UV_EXTERN __attribute__((visibility("hidden")))
#include <uv.h>

#include <dlfcn.h>
#include <node_api.h>
#include <stdlib.h>

/* ---- The event loop: its only use is to be woken by another thread. ---- */

/* The environment of the addon, which stands for "the loop" in what follows. */
static napi_env environment;

/* Set by the linker (--wrap): the first call of the addon that hands over its environment. */
napi_status __real_napi_set_instance_data(napi_env, void*, napi_finalize, void*);
__attribute__((visibility("hidden"))) napi_status __wrap_napi_set_instance_data(
    napi_env env, void* data, napi_finalize finalize, void* hint) {
  environment = env;
  return __real_napi_set_instance_data(env, data, finalize, hint);
}

/* executor.cpp hands it to uv_async_init, which must not get null. */
uv_loop_t* uv_default_loop(void) { return (uv_loop_t*)environment; }

/* executor.cpp runs the loop until a handle is closed; uv_close below is done at once. */
int uv_run(uv_loop_t* loop, uv_run_mode mode) {
  (void)loop;
  (void)mode;
  return 0;
}

/* What an async handle is here. It outlives the handle: calls may still be on their way. */
typedef struct {
  napi_threadsafe_function call;
  uv_async_t* async; /* NULL once closed; only the loop's thread reads and writes it. */
  uv_async_cb wake;
} bell_t;

static bell_t** bell_of(const uv_handle_t* handle) { return (bell_t**)&handle->u.reserved[0]; }

/* On the loop's thread, once a uv_async_send. `env` is null while the process tears down. */
static void ring(napi_env env, napi_value unused, void* context, void* data) {
  bell_t* bell = context;
  (void)unused;
  (void)data;
  if (env != NULL && bell->async != NULL) bell->wake(bell->async);
}

static void free_bell(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
}

/* executor.cpp: the background thread wakes the loop when something on the wait set is ready. */
int uv_async_init(uv_loop_t* loop, uv_async_t* async, uv_async_cb wake) {
  napi_env env = (napi_env)loop;
  napi_value name;
  bell_t* bell = calloc(1, sizeof *bell);
  if (bell == NULL) return UV_ENOMEM;
  bell->async = async;
  bell->wake = wake;
  if (napi_create_string_utf8(env, "rclnodejs", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, bell, free_bell, bell, ring,
                                      &bell->call) != napi_ok) {
    free(bell);
    return UV_EINVAL;
  }
  *bell_of((uv_handle_t*)async) = bell;
  return 0;
}

/* executor.cpp, from its background thread. */
int uv_async_send(uv_async_t* async) {
  bell_t* bell = *bell_of((uv_handle_t*)async);
  return napi_call_threadsafe_function(bell->call, NULL, napi_tsfn_nonblocking) == napi_ok
             ? 0
             : UV_EINVAL;
}

/* executor.cpp stops its handle only if it is active: it is until it is closed. */
int uv_is_active(const uv_handle_t* handle) { return *bell_of(handle) != NULL; }

/* executor.cpp sends nothing to a handle that closes. */
int uv_is_closing(const uv_handle_t* handle) { return *bell_of(handle) == NULL; }

/* executor.cpp, on the loop's thread, after its background thread has ended. */
void uv_close(uv_handle_t* handle, uv_close_cb closed) {
  bell_t** bell = bell_of(handle);
  if (*bell != NULL) {
    (*bell)->async = NULL;
    napi_release_threadsafe_function((*bell)->call, napi_tsfn_abort);
    *bell = NULL;
  }
  if (closed != NULL) closed(handle);
}

/* ---- Threads: executor.cpp has one, which waits for ROS. ---- */

typedef struct {
  uv_thread_cb entry;
  void* argument;
} thread_start_t;

static void* start_thread(void* data) {
  thread_start_t start = *(thread_start_t*)data;
  free(data);
  start.entry(start.argument);
  return NULL;
}

/* executor.cpp, Start. */
int uv_thread_create(uv_thread_t* thread, uv_thread_cb entry, void* argument) {
  thread_start_t* start = malloc(sizeof *start);
  if (start == NULL) return UV_ENOMEM;
  start->entry = entry;
  start->argument = argument;
  int error = pthread_create(thread, NULL, start_thread, start);
  if (error != 0) free(start);
  return -error;
}

/* executor.cpp, Stop. */
int uv_thread_join(uv_thread_t* thread) { return -pthread_join(*thread, NULL); }

/* executor.cpp tells the loop's thread from its own. */
uv_thread_t uv_thread_self(void) { return pthread_self(); }

/* The same. */
int uv_thread_equal(const uv_thread_t* a, const uv_thread_t* b) { return pthread_equal(*a, *b); }

/* ---- Locks: handle_manager.cpp guards the wait set with two, and signals with two. ---- */

int uv_rwlock_init(uv_rwlock_t* lock) { return -pthread_rwlock_init(lock, NULL); }
void uv_rwlock_destroy(uv_rwlock_t* lock) { pthread_rwlock_destroy(lock); }
void uv_rwlock_rdlock(uv_rwlock_t* lock) { pthread_rwlock_rdlock(lock); }
void uv_rwlock_rdunlock(uv_rwlock_t* lock) { pthread_rwlock_unlock(lock); }
void uv_rwlock_wrlock(uv_rwlock_t* lock) { pthread_rwlock_wrlock(lock); }
void uv_rwlock_wrunlock(uv_rwlock_t* lock) { pthread_rwlock_unlock(lock); }

int uv_sem_init(uv_sem_t* semaphore, unsigned int value) { return sem_init(semaphore, 0, value); }
void uv_sem_destroy(uv_sem_t* semaphore) { sem_destroy(semaphore); }
void uv_sem_post(uv_sem_t* semaphore) { sem_post(semaphore); }
void uv_sem_wait(uv_sem_t* semaphore) {
  while (sem_wait(semaphore) != 0) { /* interrupted by a signal: wait on */
  }
}

/* ---- Shared libraries: rcl_utilities.cpp loads the type support of each message package. ---- */

int uv_dlopen(const char* file, uv_lib_t* library) {
  library->errmsg = NULL;
  library->handle = dlopen(file, RTLD_LAZY);
  if (library->handle == NULL) library->errmsg = dlerror();
  return library->handle == NULL ? -1 : 0;
}

int uv_dlsym(uv_lib_t* library, const char* symbol, void** address) {
  *address = dlsym(library->handle, symbol);
  library->errmsg = *address == NULL ? dlerror() : NULL;
  return *address == NULL ? -1 : 0;
}

/* rcl_utilities.cpp puts it into the error that a user reads. */
const char* uv_dlerror(const uv_lib_t* library) {
  return library->errmsg != NULL ? library->errmsg : "no error";
}
