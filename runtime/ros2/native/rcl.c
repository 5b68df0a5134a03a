/*
 * What rclnodejs does not hand on to rcl: deadline, lifespan and liveliness lease of a QoS, and a
 * bound on what a peer may send. The linker (--wrap) puts these functions between the two.
 */
#include <rcl/publisher.h>
#include <rcl/subscription.h>

#define HIDDEN __attribute__((visibility("hidden")))
#define EXPORTED __attribute__((visibility("default")))

/* Nanoseconds; 0: not asked for. They apply to the next publisher or subscription. */
static struct {
  uint64_t deadline, lifespan, lease;
} next;

/* Larger messages are handed on empty: nothing of their size is allocated in JavaScript. */
static size_t bytes_max = SIZE_MAX;

/* Called from TypeScript right before a publisher or subscription is made. */
EXPORTED void dryrun_qos_times(uint64_t deadline, uint64_t lifespan, uint64_t lease) {
  next.deadline = deadline;
  next.lifespan = lifespan;
  next.lease = lease;
}

/* Called from TypeScript once. */
EXPORTED void dryrun_bytes_max(uint64_t bytes) { bytes_max = bytes; }

static rmw_time_t time_of(uint64_t nanoseconds) {
  rmw_time_t time = {nanoseconds / 1000000000u, nanoseconds % 1000000000u};
  return time;
}

static void apply(rmw_qos_profile_t* qos) {
  if (next.deadline > 0) qos->deadline = time_of(next.deadline);
  if (next.lifespan > 0) qos->lifespan = time_of(next.lifespan);
  if (next.lease > 0) qos->liveliness_lease_duration = time_of(next.lease);
  next.deadline = next.lifespan = next.lease = 0;
}

/* Every publisher of rclnodejs is made here, rosout aside. */
rcl_ret_t __real_rcl_publisher_init(rcl_publisher_t*, const rcl_node_t*,
                                    const rosidl_message_type_support_t*, const char*,
                                    const rcl_publisher_options_t*);
HIDDEN rcl_ret_t __wrap_rcl_publisher_init(rcl_publisher_t* publisher, const rcl_node_t* node,
                                           const rosidl_message_type_support_t* type,
                                           const char* topic,
                                           const rcl_publisher_options_t* options) {
  rcl_publisher_options_t own = *options;
  apply(&own.qos);
  return __real_rcl_publisher_init(publisher, node, type, topic, &own);
}

/* Every subscription of rclnodejs is made here. */
rcl_ret_t __real_rcl_subscription_init(rcl_subscription_t*, const rcl_node_t*,
                                       const rosidl_message_type_support_t*, const char*,
                                       const rcl_subscription_options_t*);
HIDDEN rcl_ret_t __wrap_rcl_subscription_init(rcl_subscription_t* subscription,
                                              const rcl_node_t* node,
                                              const rosidl_message_type_support_t* type,
                                              const char* topic,
                                              const rcl_subscription_options_t* options) {
  rcl_subscription_options_t own = *options;
  apply(&own.qos);
  return __real_rcl_subscription_init(subscription, node, type, topic, &own);
}

/* rclnodejs copies what was taken into a Buffer of its length. */
rcl_ret_t __real_rcl_take_serialized_message(const rcl_subscription_t*, rcl_serialized_message_t*,
                                             rmw_message_info_t*,
                                             rmw_subscription_allocation_t*);
HIDDEN rcl_ret_t __wrap_rcl_take_serialized_message(const rcl_subscription_t* subscription,
                                                    rcl_serialized_message_t* message,
                                                    rmw_message_info_t* info,
                                                    rmw_subscription_allocation_t* allocation) {
  rcl_ret_t result = __real_rcl_take_serialized_message(subscription, message, info, allocation);
  if (result == RCL_RET_OK && message->buffer_length > bytes_max) message->buffer_length = 0;
  return result;
}
