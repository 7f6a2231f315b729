package dev.freshet.flink.local;

import dev.freshet.flink.Arguments;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Settings;
import dev.freshet.flink.features.FeaturesJob;
import dev.freshet.flink.fusion.FusionJob;
import dev.freshet.flink.fusion.training.FusionTrainingJob;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.labels.LabelsJob;
import dev.freshet.flink.passthrough.PassThroughJob;
import dev.freshet.flink.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of one machine in this JVM until it is told to stop or one of them fails for good.
 *
 * <pre>
 * LocalJobs --bootstrap HOST:PORT --dir DIR [--name flink] [--profile live|replay] [--metrics-port PORT]
 *           [--jobs features,labels,training,fusion,fusion-training] [--pass-through true] [--set key=value]...
 * </pre>
 *
 * <p>Each job continues from its newest complete checkpoint under {@code DIR}. Prints {@code READY}
 * and the name when all of them run.
 */
public final class LocalJobs {

  private static final Logger LOG = LoggerFactory.getLogger(LocalJobs.class);
  private static final List<Job> JOBS =
      List.of(
          FeaturesJob.JOB, LabelsJob.JOB, TrainingJob.JOB, FusionJob.JOB, FusionTrainingJob.JOB);

  private static final String DEFAULT_JOBS = "features,labels,training";

  private LocalJobs() {}

  public static void main(String[] args) {
    try {
      System.exit(run(Arguments.of(args)));
    } catch (Exception e) {
      LOG.error("the jobs could not be started", e);
      System.exit(1);
    }
  }

  private static int run(Arguments arguments) throws Exception {
    Settings settings = arguments.settings();
    Path dir = Path.of(arguments.require("dir")).toAbsolutePath();
    String name = Objects.requireNonNullElse(arguments.find("name"), "flink");
    List<Job> jobs = jobs(arguments);
    KafkaConfig kafka = KafkaConfig.from(settings);
    Map<String, StreamExecutionEnvironment> defined = new LinkedHashMap<>();
    for (Job job : jobs) {
      var env = environment(settings, job.name(), dir);
      job.graph().define(env, settings);
      defined.put(job.name(), env);
    }
    settings.rejectUnread();

    kafka.createTopics();
    if (jobs.contains(PassThroughJob.JOB)) {
      PassThroughJob.createTopic(settings);
    }
    try (LocalCluster cluster =
        LocalCluster.start(settings, dir, metricsPort(arguments), defined.values())) {
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-jobs"));
      Map<String, JobID> running = new LinkedHashMap<>();
      for (var env : defined.entrySet()) {
        running.put(env.getKey(), cluster.submit(env.getValue()));
      }
      cluster.awaitRunning(running);
      System.out.println("READY " + name);
      System.out.flush();
      return cluster.awaitEnd(running);
    }
  }

  private static List<Job> jobs(Arguments arguments) {
    String asked = arguments.find("jobs");
    List<Job> jobs = new ArrayList<>();
    for (String name : (asked == null ? DEFAULT_JOBS : asked).split(",", -1)) {
      jobs.add(
          JOBS.stream()
              .filter(job -> job.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no such job: " + name)));
    }
    if ("true".equals(arguments.find("pass-through"))) {
      jobs.add(PassThroughJob.JOB);
    }
    return jobs;
  }

  private static StreamExecutionEnvironment environment(Settings settings, String job, Path dir) {
    Path checkpoints = dir.resolve("checkpoints").resolve(job);
    Configuration flink = JobEnvironment.configuration(settings, job);
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    Optional<Path> newest = new Checkpoints(checkpoints).newest();
    if (newest.isPresent()) {
      LOG.atInfo().addKeyValue("job", job).addKeyValue("checkpoint", newest.get()).log("continues");
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, newest.get().toUri().toString());
      flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    }
    return new StreamExecutionEnvironment(flink);
  }

  private static Optional<Integer> metricsPort(Arguments arguments) {
    return Optional.ofNullable(arguments.find("metrics-port")).map(Integer::valueOf);
  }
}
