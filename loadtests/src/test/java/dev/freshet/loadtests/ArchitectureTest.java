package dev.freshet.loadtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet.loadtests", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule drivesTheSystemFromOutside =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.serving..",
              "dev.freshet.flink..",
              "dev.freshet.streams..",
              "dev.freshet.local..");

  @ArchTest
  static final ArchRule takesTheWorldAndTheReportsOfExperimentsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.experiments",
              "dev.freshet.experiments.paper..",
              "dev.freshet.experiments.srm..");
}
