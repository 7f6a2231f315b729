package dev.freshet.checks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.testkit.monitoring.Monitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The libraries that the processes travel with, their licences, as the build found them in the
 * libraries' own descriptions, and their known vulnerabilities. Skipped where that build was quick
 * or of some modules only.
 */
class DependenciesIT {

  private static final Path ROOT = Monitoring.root();
  private static final List<String> PROCESSES =
      List.of("experiments", "flink-jobs", "infra/local", "loadtests", "serving", "streams");

  /** Licences that ask for no more than to be named, or that concern the library alone. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "MIT",
          "MIT-0",
          "MPL-2.0",
          "Unicode-3.0");

  /** What libraries call their licences. */
  private static final Map<String, String> SPDX =
      Map.ofEntries(
          Map.entry("3-Clause BSD License", "BSD-3-Clause"),
          Map.entry("Apache 2.0", "Apache-2.0"),
          Map.entry("Apache 2.0 License", "Apache-2.0"),
          Map.entry("Apache License 2.0", "Apache-2.0"),
          Map.entry("Apache License Version 2.0", "Apache-2.0"),
          Map.entry("Apache License, Version 2.0", "Apache-2.0"),
          Map.entry("BSD 2-Clause License", "BSD-2-Clause"),
          Map.entry("BSD License", "BSD-3-Clause"),
          Map.entry("Eclipse Public License - v 1.0", "EPL-1.0"),
          Map.entry("Eclipse Public License v2.0", "EPL-2.0"),
          Map.entry("EPL 2.0", "EPL-2.0"),
          Map.entry("GNU General Public License, version 2", "GPL-2.0-only"),
          Map.entry("GNU Lesser General Public License", "LGPL-2.1-only"),
          Map.entry("Go License", "BSD-3-Clause"),
          Map.entry("GPL2 w/ CPE", "GPL-2.0-only WITH Classpath-exception-2.0"),
          Map.entry("LGPL 2.1", "LGPL-2.1-only"),
          Map.entry("MIT License", "MIT"),
          Map.entry("MPL 1.1", "MPL-1.1"),
          Map.entry("MPL 2.0", "MPL-2.0"),
          Map.entry("Public Domain, per Creative Commons CC0", "CC0-1.0"),
          Map.entry("The Apache License, Version 2.0", "Apache-2.0"),
          Map.entry("The Apache Software License, Version 2.0", "Apache-2.0"),
          Map.entry("The Apache Software License, version 2.0", "Apache-2.0"),
          Map.entry("The MIT License", "MIT"));

  /** A library; its licences are alternatives. */
  private record Library(
      String group, String artifact, String version, Set<String> licences, Set<String> processes) {}

  private final Map<String, Library> libraries = new TreeMap<>();

  @BeforeEach
  void read() throws IOException {
    for (String process : PROCESSES) {
      Path found = ROOT.resolve(process).resolve("target/licences.tsv");
      assumeTrue(Files.exists(found), "no licences were looked for in " + process);
      for (String line : Files.readAllLines(found)) {
        if (line.isBlank()) {
          continue;
        }
        String[] columns = line.split("\t", -1);
        libraries
            .computeIfAbsent(
                library(columns[0], columns[1], columns[2]),
                library ->
                    new Library(
                        columns[0], columns[1], columns[2], licences(columns[3]), new TreeSet<>()))
            .processes()
            .add(process);
      }
    }
  }

  private static Set<String> licences(String names) {
    Set<String> licences = new TreeSet<>();
    Arrays.stream(names.strip().split(" or ", -1))
        .map(name -> SPDX.getOrDefault(name, name))
        .forEach(licences::add);
    return licences;
  }

  @Test
  void mayBeUsedUnderALicenceThatIsAllowed() {
    assertThat(libraries).isNotEmpty();
    assertThat(libraries)
        .allSatisfy(
            (library, described) ->
                assertThat(described.licences()).as(library).containsAnyElementsOf(ALLOWED));
  }

  @Test
  void haveNoKnownVulnerability() throws IOException {
    List<Vulnerability> known = Vulnerability.all(ROOT.resolve("infra/vulnerabilities.tsv"));

    assertThat(libraries.values())
        .flatMap(
            library ->
                known.stream()
                    .filter(
                        each ->
                            each.affects(library.group(), library.artifact(), library.version()))
                    .map(
                        each ->
                            "%s: %s:%s %s in %s, fixed in %s"
                                .formatted(
                                    each.id(),
                                    library.group(),
                                    library.artifact(),
                                    library.version(),
                                    library.processes(),
                                    each.fixed()))
                    .toList())
        .isEmpty();
  }

  @Test
  void areInTheBillOfMaterialsOfTheirProcess() throws IOException {
    for (String process : PROCESSES) {
      Path bill = ROOT.resolve(process).resolve("target/bom.json");
      assumeTrue(
          isAsNewAs(bill, ROOT.resolve(process).resolve("target/licences.tsv")),
          "this build made no bill of materials of " + process);

      JsonNode document = new ObjectMapper().readTree(bill.toFile());

      assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
      assertThat(
              InfraFile.each(document.path("components"))
                  .map(
                      each -> library(each.path("group"), each.path("name"), each.path("version"))))
          .as(process)
          .containsAll(
              libraries.entrySet().stream()
                  .filter(library -> library.getValue().processes().contains(process))
                  .map(Map.Entry::getKey)
                  .toList());
    }
  }

  private static boolean isAsNewAs(Path file, Path other) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) >= 0;
  }

  private static String library(JsonNode group, JsonNode artifact, JsonNode version) {
    return library(group.asText(), artifact.asText(), version.asText());
  }

  private static String library(String group, String artifact, String version) {
    return "`%s:%s` | %s".formatted(group, artifact, version);
  }

  @Test
  void areListedInThePage() throws IOException {
    String page =
        """
        # Dependencies

        What the processes travel with, without tests: each library with the licences that it names, of which one may be chosen. A test allows
        %s, and compares this page with the build; what it should
        say is then in `infra/checks/target/dependencies.md`.

        A bill of materials in CycloneDX's format, `target/bom.json` of each module, comes with `.ci/run`, and with `./freshet test -Psbom`; a test wants
        every library of a process in its bill. The build also checks that all libraries of a process agree on the versions of what they share, and
        that none has a [known vulnerability](../how-to/check-dependencies.md).

        | library | version | licence | in |
        | --- | --- | --- | --- |
        """
                .formatted(new TreeSet<>(ALLOWED).stream().collect(joining(", ")))
            + libraries.entrySet().stream()
                .map(
                    library ->
                        "| %s | %s | %s |\n"
                            .formatted(
                                library.getKey(),
                                String.join(" or ", library.getValue().licences()),
                                String.join(", ", library.getValue().processes())))
                .collect(joining());
    Path wanted = ROOT.resolve("infra/checks/target/dependencies.md");
    Files.writeString(wanted, page);

    assertThat(ROOT.resolve("docs/reference/dependencies.md"))
        .as("copy " + wanted)
        .hasContent(page.stripTrailing());
  }
}
