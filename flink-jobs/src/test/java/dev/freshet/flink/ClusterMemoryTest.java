package dev.freshet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.monitoring.Monitoring;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sizes in the files that deploy the jobs come to, by Flink's own arithmetic. */
class ClusterMemoryTest {

  private static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(400);
  private static final MemorySize JOB_MANAGER_HEAP = MemorySize.ofMebiBytes(300);

  @Test
  void leavesTheTasksOfComposeEnoughHeap() {
    Map<?, ?> compose = yaml("infra/compose/compose.yaml");
    Map<String, String> properties = new HashMap<>();
    ((String) required(compose.get("x-flink-properties")))
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(property -> properties.put(property[0], property[1]));

    assertEnough(Configuration.fromMap(properties));
  }

  @ParameterizedTest
  @ValueSource(strings = {"features", "labels", "training", "fusion", "fusion-training"})
  void leavesTheTasksOfKubernetesEnoughHeap(String job) {
    Map<?, ?> spec = map(yaml("infra/kubernetes/" + job + ".yaml").get("spec"));
    Map<String, String> properties = new HashMap<>();
    map(spec.get("flinkConfiguration"))
        .forEach((key, value) -> properties.put((String) key, (String) value));
    properties.put("taskmanager.memory.process.size", memory(spec.get("taskManager")));
    properties.put("jobmanager.memory.process.size", memory(spec.get("jobManager")));

    assertEnough(Configuration.fromMap(properties));
  }

  private static void assertEnough(Configuration configuration) {
    assertThat(TaskExecutorProcessUtils.processSpecFromConfig(configuration).getTaskHeapSize())
        .isGreaterThan(TASK_HEAP);
    assertThat(JobManagerProcessUtils.processSpecFromConfig(configuration).getJvmHeapMemorySize())
        .isGreaterThan(JOB_MANAGER_HEAP);
  }

  private static String memory(@Nullable Object manager) {
    return (String) required(map(map(manager).get("resource")).get("memory"));
  }

  private static Map<?, ?> yaml(String place) {
    return Monitoring.yaml(Monitoring.root().resolve(place));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) required(value);
  }

  private static Object required(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
