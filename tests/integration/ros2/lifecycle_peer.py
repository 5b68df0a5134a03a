"""Takes the node `mixed` through its lifecycle as any manager would, beside rclpy's own as the rule.

Prints one JSON object. Waits for answers and discovery, never for a time.
"""
import json
import time

import rclpy
from lifecycle_msgs.msg import Transition, TransitionEvent
from lifecycle_msgs.srv import ChangeState, GetAvailableStates, GetAvailableTransitions, GetState
from rclpy.executors import SingleThreadedExecutor
from rclpy.lifecycle import LifecycleNode
from sensor_msgs.msg import Imu

rclpy.init()
node = rclpy.create_node('lifecycle_peer')
rule = LifecycleNode('rule')
executor = SingleThreadedExecutor()
executor.add_node(node)
executor.add_node(rule)
events, filtered = [], []
node.create_subscription(TransitionEvent, '/mixed/transition_event', lambda m: events.append(
    [m.transition.label, m.start_state.label, m.goal_state.label]), 10)
node.create_subscription(Imu, '/sensor_filtered', filtered.append, 10)
publisher = node.create_publisher(Imu, '/sensor_data', 10)


def until(done, seconds=90):
    end = time.monotonic() + seconds
    while not done():
        executor.spin_once(timeout_sec=0.02)
        if time.monotonic() > end:
            raise SystemExit('it never came')


clients = {}


def ask(name, kind, **fields):
    if name not in clients:
        clients[name] = node.create_client(kind, name)
        until(clients[name].service_is_ready)
    future = clients[name].call_async(kind.Request(**fields))
    until(future.done)
    return future.result()


def described(name):
    answer = ask(name, GetAvailableTransitions)
    return [[d.transition.id, d.transition.label, d.start_state.id, d.start_state.label,
             d.goal_state.id, d.goal_state.label] for d in answer.available_transitions]


def states(name):
    answer = ask(f'/{name}/get_available_states', GetAvailableStates)
    return [[s.id, s.label] for s in answer.available_states]


def state():
    return ask('/mixed/get_state', GetState).current_state.label


def change(id=0, label=''):
    return ask('/mixed/change_state', ChangeState,
               transition=Transition(id=id, label=label)).success


def feed(wanted):
    """Sends until `wanted` of it were answered; without any, as many as an active one answers."""
    sent = set()

    def answered():
        return sum((m.header.stamp.sec, m.header.stamp.nanosec) in sent for m in filtered)

    for _ in range(20 if wanted == 0 else 2000):
        message = Imu()
        message.header.stamp = node.get_clock().now().to_msg()
        sent.add((message.header.stamp.sec, message.header.stamp.nanosec))
        publisher.publish(message)
        executor.spin_once(timeout_sec=0.01)
        if wanted > 0 and answered() >= wanted:
            break
    return answered()


until(lambda: publisher.get_subscription_count() > 0 and node.count_publishers(
    '/mixed/transition_event') > 0 and node.count_publishers('/sensor_filtered') > 0)
result = {
    'states': states('mixed') == states('rule'),
    'graph': described('/mixed/get_transition_graph') == described('/rule/get_transition_graph'),
    'available': described('/mixed/get_available_transitions') == described(
        '/rule/get_available_transitions'),
    'before': [state(), change(label='activate'), feed(0)],
    'configured': [change(id=1), state(), feed(0)],
    'active': [change(label='activate'), state(), feed(5) >= 5],
}
result['inactive'] = [change(id=4), state(), feed(0)]
result['again'] = [change(id=2), state(), change(id=1), change(id=3), state(), feed(5) >= 5]
result['over'] = [change(label='shutdown'), state(), change(id=1)]
until(lambda: len(events) >= 14)
result['events'] = events
print(json.dumps(result))
node.destroy_node()
rule.destroy_node()
rclpy.try_shutdown()
