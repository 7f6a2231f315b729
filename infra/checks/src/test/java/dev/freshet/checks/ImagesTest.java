package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.monitoring.Monitoring;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {

  private static final Pattern COPIED =
      Pattern.compile("^COPY (?:--\\S+ )*(\\S+) \\S+$", Pattern.MULTILINE);
  private static final Pattern MAIN = Pattern.compile("\"(dev\\.freshet\\.[^\"]+)\"");

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({"serving, serving", "streams, streams", "flink, flink-jobs"})
  void takeTheJarsOfTheirModuleAsBuilt(String image, String module) {
    List<String> copied = copied(image);

    assertThat(copied).contains(module + "/target/lib/");
    assertThat(copied)
        .filteredOn(file -> file.endsWith(".jar"))
        .singleElement()
        .satisfies(
            glob -> assertThat(module + "/target/" + Sources.jar(module)).matches(regex(glob)));
  }

  @ParameterizedTest
  @CsvSource({"serving", "streams", "flink"})
  void takeOnlyFilesThatAreThereAndNotIgnored(String image) {
    List<String> allowed =
        InfraFile.at(".dockerignore")
            .text()
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();

    for (String file : copied(image)) {
      assertThat(allowed).as(file).anyMatch(file::startsWith);
      if (!file.contains("/target/")) {
        assertThat(Monitoring.root().resolve(file)).exists();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"serving, serving", "streams, streams"})
  void startTheMainClassOfTheirModule(String image, String module) {
    Matcher main = MAIN.matcher(dockerfile(image));

    assertThat(main.find()).isTrue();
    assertThat(Sources.hasClass(module, main.group(1))).isTrue();
  }

  @Test
  void buildOnTheFlinkThatTheJobsAreCompiledFor() {
    assertThat(dockerfile("flink"))
        .contains("FROM flink:" + Sources.version("flink.version") + "-java21\n");
  }

  @Test
  void setOnlyWhatTheConfigurationKnows() {
    for (String image : List.of("serving", "streams", "flink")) {
      List<String> variables =
          Pattern.compile("^ENV ((?:FRESHET|MICRONAUT)_\\w+)=", Pattern.MULTILINE)
              .matcher(dockerfile(image))
              .results()
              .map(found -> found.group(1))
              .toList();

      assertThat(Sources.environment()).containsAll(variables);
    }
  }

  @Test
  void continueAJobFromItsNewestCheckpointOrSavepoint() throws Exception {
    Path state = dir.resolve("state");
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    complete(state.resolve("checkpoints/0/chk-9"), noon);
    complete(state.resolve("savepoints/savepoint-0-a"), noon.plusSeconds(60));
    complete(state.resolve("checkpoints/0/chk-11"), noon.plusSeconds(120));
    Files.createDirectories(state.resolve("checkpoints/0/chk-12"));

    assertThat(continued(state, "a.Job", "--set", "key=a value"))
        .containsExactly(
            "standalone-job",
            "--job-classname",
            "a.Job",
            "--fromSavepoint",
            state.resolve("checkpoints/0/chk-11").toString(),
            "--set",
            "key=a value");
  }

  @Test
  void startAJobAfreshWithoutAny() throws Exception {
    assertThat(continued(dir.resolve("empty"), "a.Job", "--bootstrap", "kafka:9092"))
        .containsExactly("standalone-job", "--job-classname", "a.Job", "--bootstrap", "kafka:9092");
  }

  /** The arguments with which the script calls the image's entry point. */
  private List<String> continued(Path state, String... arguments) throws Exception {
    Path entryPoint = dir.resolve("entry-point.sh");
    Files.writeString(entryPoint, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(entryPoint.toFile().setExecutable(true)).isTrue();
    File script = Monitoring.root().resolve("infra/images/continue-job.sh").toFile();
    List<String> command = new ArrayList<>(List.of(script.toString(), state.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLINK_ENTRYPOINT", entryPoint.toString());
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  private static void complete(Path checkpoint, Instant at) throws IOException {
    Files.createDirectories(checkpoint);
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.from(at));
  }

  private static List<String> copied(String image) {
    return COPIED.matcher(dockerfile(image)).results().map(found -> found.group(1)).toList();
  }

  private static String dockerfile(String image) {
    return InfraFile.at("infra/images/" + image + ".Dockerfile").text();
  }

  private static String regex(String glob) {
    return Pattern.compile("\\*|[^*]+")
        .matcher(glob)
        .replaceAll(
            (MatchResult part) ->
                part.group().equals("*")
                    ? ".*"
                    : Matcher.quoteReplacement(Pattern.quote(part.group())));
  }
}
