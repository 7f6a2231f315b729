package dev.freshet.flink.completion;

import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.state.Rewrites;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.FeedbackEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Puts completed events back where they were among the events of their user. The first input has
 * all events, the second the completed ones. Of each incomplete event the completed one leaves, and
 * the events of its user that came after it wait until then.
 *
 * <p>In event time an incomplete event leaves when the watermark has come to it, and only events
 * that happened no earlier wait for it. So none leaves behind a watermark that it came before, and
 * the order in which a user's events leave depends on the topic alone.
 *
 * <p>State per user: the events that wait, and the completed ones that may not leave yet. The names
 * of the users of whom something waits are in memory and in an operator state, so that the others
 * cost no access to the keyed state.
 */
final class InOrder
    extends KeyedCoProcessFunction<
        String, Received<FeedbackEvent>, Received<FeedbackEvent>, Received<FeedbackEvent>>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final boolean inEventTime;
  private transient ListState<Received<FeedbackEvent>> waiting;
  private transient MapState<String, Received<FeedbackEvent>> completed;
  private transient ListState<String> savedUsers;
  private transient Set<String> users;
  private transient Rewrites rewrites;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState first
  InOrder(boolean inEventTime) {
    this.inEventTime = inEventTime;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    var events = SerializedBy.received(FeedbackEvent.class);
    waiting =
        context.getKeyedStateStore().getListState(new ListStateDescriptor<>("waiting", events));
    completed =
        context
            .getKeyedStateStore()
            .getMapState(new MapStateDescriptor<>("completed", Types.STRING, events));
    savedUsers =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("waiting-users", Types.STRING));
    rewrites = Rewrites.of(getRuntimeContext());
    users = new HashSet<>();
    for (String user : savedUsers.get()) {
      if (isOurs(user)) {
        users.add(user);
      }
    }
  }

  /** Every task gets the users of all. */
  private boolean isOurs(String user) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
            user, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks())
        == task.getIndexOfThisSubtask();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    savedUsers.update(List.copyOf(users));
  }

  @Override
  public void processElement1(
      Received<FeedbackEvent> record, Context context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    boolean incomplete = MissingFacts.in(record.required());
    if (!incomplete && !mustWait(record, context.getCurrentKey())) {
      if (rewrites.due(context.timerService().currentProcessingTime())
          && !users.contains(context.getCurrentKey())) {
        waiting.clear();
        completed.remove(place(record));
      }
      out.collect(record);
      return;
    }
    waiting.add(record);
    users.add(context.getCurrentKey());
    if (incomplete && completed.contains(place(record))) {
      releaseWhatMay(record, context, out); // the completed one took the shorter way
    }
  }

  private boolean mustWait(Received<FeedbackEvent> record, String user) throws Exception {
    if (!users.contains(user)) {
      return false;
    }
    for (Received<FeedbackEvent> before : waiting.get()) {
      if (MissingFacts.in(before.required()) && holdsUpFrom(before) <= at(record)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void processElement2(
      Received<FeedbackEvent> record, Context context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    completed.put(place(record), record);
    releaseWhatMay(record, context, out);
  }

  private void releaseWhatMay(
      Received<FeedbackEvent> record, Context context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    long until = inEventTime ? context.timerService().currentWatermark() : Long.MAX_VALUE;
    if (at(record) <= until) {
      release(until, context.getCurrentKey(), out);
    } else {
      context.timerService().registerEventTimeTimer(at(record));
    }
  }

  @Override
  public void onTimer(
      long timestamp, OnTimerContext context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    release(timestamp, context.getCurrentKey(), out);
  }

  private void release(long until, String user, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    List<Received<FeedbackEvent>> left = new ArrayList<>();
    long heldUpFrom = Long.MAX_VALUE;
    for (Received<FeedbackEvent> record : waiting.get()) {
      boolean incomplete = MissingFacts.in(record.required());
      Received<FeedbackEvent> leaving = null;
      if (at(record) < heldUpFrom) {
        leaving = incomplete ? completedBy(until, record) : record;
      }
      if (leaving != null) {
        out.collect(leaving);
        continue;
      }
      left.add(record);
      if (incomplete) {
        heldUpFrom = Math.min(heldUpFrom, holdsUpFrom(record));
      }
    }
    waiting.update(left);
    if (left.isEmpty()) {
      users.remove(user);
    }
  }

  private @Nullable Received<FeedbackEvent> completedBy(
      long until, Received<FeedbackEvent> incomplete) throws Exception {
    if (at(incomplete) > until) {
      return null;
    }
    Received<FeedbackEvent> whole = completed.get(place(incomplete));
    completed.remove(place(incomplete));
    return whole;
  }

  /** Event time from which an incomplete event holds up those that came after it. */
  private long holdsUpFrom(Received<FeedbackEvent> incomplete) {
    return inEventTime ? at(incomplete) : Long.MIN_VALUE;
  }

  private static long at(Received<FeedbackEvent> record) {
    return record.required().getOccurredAt().toEpochMilli();
  }

  private static String place(Received<FeedbackEvent> record) {
    return record.partition() + "/" + record.offset();
  }
}
