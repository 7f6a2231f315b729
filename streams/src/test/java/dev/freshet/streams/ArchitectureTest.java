package dev.freshet.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet.streams", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule topologiesDoNotKnowEachOther =
      slices().matching("dev.freshet.streams.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule topologiesDoNotKnowWhatRunsThem =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.streams.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.streams");

  @ArchTest
  static final ArchRule knowsNoOtherEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "io.micronaut..",
              "dev.freshet.flink..",
              "dev.freshet.serving..");
}
