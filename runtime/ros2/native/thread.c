/* What no interface of JavaScript has: the priority of a single thread. */
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

/* Called from a worker: its thread yields to all others of the process. Linux has it by thread. */
EXPORTED void dryrun_yield_to_others(void) {
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 10);
}
