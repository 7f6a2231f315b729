package dev.freshet.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How one process is started, known to be ready, and stopped.
 *
 * @param name short, such as {@code flink}
 * @param classPath jars, folders and wildcards
 * @param main fully qualified main class
 * @param jvmFlags heap, system properties and the like
 * @param arguments of the main class
 * @param environment added to the launcher's own
 * @param spoken whether its output is for the person at the terminal
 * @param readyPort where it listens on this machine as soon as it is ready; empty where it says
 *     {@code READY name} on its output instead
 * @param readyWithin how long it may take from start to ready
 * @param grace how long it may take to stop before it is killed
 * @param niced whether the others come first where processors are scarce
 */
public record ChildSpec(
    String name,
    List<String> classPath,
    String main,
    List<String> jvmFlags,
    List<String> arguments,
    Map<String, String> environment,
    boolean spoken,
    OptionalInt readyPort,
    Duration readyWithin,
    Duration grace,
    boolean niced) {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final String NICENESS = "10";

  public ChildSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a process needs a name");
    }
    classPath = List.copyOf(classPath);
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The same process, its output for the person at the terminal. */
  public ChildSpec aloud() {
    return new ChildSpec(
        name,
        classPath,
        main,
        jvmFlags,
        arguments,
        environment,
        true,
        readyPort,
        readyWithin,
        grace,
        niced);
  }

  /** The same process with one more variable in its environment. */
  public ChildSpec with(String variable, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(variable, value);
    return new ChildSpec(
        name,
        classPath,
        main,
        jvmFlags,
        arguments,
        all,
        spoken,
        readyPort,
        readyWithin,
        grace,
        niced);
  }

  /** The same process, ready as soon as it listens at {@code port}. */
  public ChildSpec readyAt(int port) {
    return new ChildSpec(
        name,
        classPath,
        main,
        jvmFlags,
        arguments,
        environment,
        spoken,
        OptionalInt.of(port),
        readyWithin,
        grace,
        niced);
  }

  /** The same process behind all others, where the system has {@code nice}. */
  public ChildSpec behindOthers() {
    return new ChildSpec(
        name,
        classPath,
        main,
        jvmFlags,
        arguments,
        environment,
        spoken,
        readyPort,
        readyWithin,
        grace,
        true);
  }

  /**
   * The command line: this JVM's own {@code java}, and {@link ChildMain} around the main class so
   * that the process ends with its launcher.
   */
  List<String> command() {
    List<String> paths = new ArrayList<>(classPath);
    paths.add(ownLocation());
    List<String> command = new ArrayList<>();
    if (niced && Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", NICENESS)); // it becomes the JVM
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, paths));
    command.add(ChildMain.class.getName());
    command.add(Long.toString(grace.toMillis()));
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  private static String ownLocation() {
    return Path.of(
            java.net.URI.create(
                ChildMain.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
