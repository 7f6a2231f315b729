package dev.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of {@code ./freshet} in a repository of empty folders, with JDKs that only talk. */
class LauncherScriptTest {

  private static final List<String> TOOLS =
      List.of(
          "dirname",
          "sed",
          "ls",
          "readlink",
          "tr",
          "sort",
          "find",
          "mkdir",
          "touch",
          "grep",
          "head",
          "mv",
          "cat",
          "rm");

  @TempDir Path dir;

  private Path root;
  private Path bin;

  @BeforeEach
  void createRepository() throws IOException {
    root = Files.createDirectories(dir.resolve("repo"));
    bin = Files.createDirectories(dir.resolve("bin"));
    Files.copy(script(), root.resolve("freshet"));
    root.resolve("freshet").toFile().setExecutable(true);
    for (String module :
        List.of(
            "schemas",
            "models",
            "infra/local",
            "streams",
            "flink-jobs",
            "serving",
            "experiments",
            "loadtests")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createDirectories(root.resolve(module).resolve("target/lib"));
    }
    Files.writeString(root.resolve("pom.xml"), "");
    touch(root.resolve("pom.xml"), Instant.now().minusSeconds(60));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), which(tool));
    }
  }

  @Test
  void choosesTheNewestJdkThatWeAreTestedOn() throws Exception {
    build();
    for (int version : List.of(17, 21, 25, 26)) {
      jdk(version);
    }

    Run run = run(Map.of(), "up");

    assertThat(run.output()).contains("java 25 ").endsWith("dev.freshet.local.Freshet up\n");
  }

  @Test
  void takesTheJdkOfJavaHomeWhereItIsNewEnough() throws Exception {
    build();
    jdk(25);
    Path chosen = jdk(21);

    Run run = run(Map.of("JAVA_HOME", chosen.toString()), "up");

    assertThat(run.output()).contains("java 21 ");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    build();
    jdk(21);
    Path old = jdk(17);

    Run run = run(Map.of("JAVA_HOME", old.toString()), "up");

    assertThat(run.output()).contains("java 21 ");
  }

  @Test
  void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
    jdk(17);

    Run run = run(Map.of(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output()).startsWith("freshet: no JDK 21 or later was found: install one");
  }

  @Test
  void saysWhatToInstallWhereThereIsNoMaven() throws Exception {
    jdk(21);

    Run run = run(Map.of(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output()).startsWith("freshet: no Maven 3.8 or later was found: install one");
  }

  @Test
  void saysWhichMavenIsTooOld() throws Exception {
    jdk(21);
    Path maven = maven("3.6.3");

    Run run = run(Map.of(), "up");

    assertThat(run.output())
        .startsWith("freshet: no Maven 3.8 or later was found (" + maven + " is 3.6)");
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    jdk(21);
    maven("3.9.9");

    String first = run(Map.of(), "up").output();
    String second = run(Map.of(), "up").output();
    Path source = Files.createFile(root.resolve("models/src/main/New.java"));
    touch(source, Instant.now().plusSeconds(5));
    String third = run(Map.of(), "up").output();

    assertThat(first).startsWith("Building").contains("java 21 ");
    assertThat(second).doesNotContain("Building").contains("java 21 ");
    assertThat(third).startsWith("Building").contains("java 21 ");
  }

  @Test
  void dropsTheJarsOfAnOldPomBeforeItBuilds() throws Exception {
    jdk(21);
    maven("3.9.9");
    Path old = Files.createFile(root.resolve("streams/target/lib/logback-1.jar"));

    run(Map.of(), "test");
    assertThat(old).exists();

    touch(root.resolve("pom.xml"), Instant.now().plusSeconds(5));
    run(Map.of(), "test");
    assertThat(old).doesNotExist();
  }

  @Test
  void doesNotReplaceTheJarsOfARunningSystem() throws Exception {
    jdk(21);
    maven("3.9.9");
    long running = ProcessHandle.current().pid();
    Files.createDirectories(root.resolve("target"));
    Files.createFile(root.resolve("target/in-use." + running));

    Run run = run(Map.of(), "test");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output()).startsWith("freshet: process " + running + " runs from what is to be");
  }

  @Test
  void runsEveryTestWithTheJdkItFound() throws Exception {
    Path jdk = jdk(21);
    maven("3.9.9");

    Run run = run(Map.of(), "test");

    assertThat(run.output()).contains("maven with " + jdk).contains(" verify");
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", root.resolve("freshet").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", dir.toString());
    builder.environment().put("FRESHET_JDKS", dir.resolve("jdks").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private record Run(int status, String output) {}

  private Path jdk(int version) throws IOException {
    Path home = Files.createDirectories(dir.resolve("jdks").resolve("jdk-" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%d.0.1\"\n".formatted(version));
    executable(home.resolve("bin/java"), "echo java " + version + " \"$@\"");
    executable(home.resolve("bin/javac"), "echo javac " + version + ".0.1");
    return home;
  }

  private Path maven(String version) throws IOException {
    return executable(
        bin.resolve("mvn"),
        "case $* in *-v) echo 'Apache Maven %s (abc)';; *) echo maven with $JAVA_HOME: $*;; esac"
            .formatted(version));
  }

  private void build() throws IOException {
    Files.createDirectories(root.resolve("target"));
    Files.createFile(root.resolve("target/built"));
    touch(root.resolve("target/built"), Instant.now().plusSeconds(2));
  }

  private static void touch(Path file, Instant at) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(at));
  }

  private static Path executable(Path file, String command) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    file.toFile().setExecutable(true);
    return file;
  }

  private static Path which(String tool) {
    for (String folder : List.of("/usr/bin", "/bin")) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return Path.of(folder, tool);
      }
    }
    throw new IllegalStateException("this machine has no " + tool);
  }

  /** Surefire runs a module's tests in its folder. */
  private static Path script() {
    return Path.of("../../freshet").toAbsolutePath().normalize();
  }
}
