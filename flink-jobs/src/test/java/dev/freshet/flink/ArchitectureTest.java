package dev.freshet.flink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule jobsMeetOtherProcessesInTopicsOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.streams..",
              "dev.freshet.serving..",
              "dev.freshet.local..",
              "org.apache.kafka.streams..",
              "io.micronaut..");

  @ArchTest
  static final ArchRule featuresKnowsNoOtherJob =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink.features..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.flink.labels..",
              "dev.freshet.flink.training..",
              "dev.freshet.flink.local..");

  @ArchTest
  static final ArchRule labelsKnowsNoOtherJob =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink.labels..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.flink.features..",
              "dev.freshet.flink.training..",
              "dev.freshet.flink.local..");

  @ArchTest
  static final ArchRule trainingKnowsNoOtherJob =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink.training..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.flink.features..",
              "dev.freshet.flink.labels..",
              "dev.freshet.flink.local..");

  @ArchTest
  static final ArchRule roundsKnowNoModelAndNoJob =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink.rounds")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.models.paper..",
              "dev.freshet.flink.fusion..",
              "dev.freshet.flink.local..");

  @ArchTest
  static final ArchRule nothingButItsOwnRoomNamesAPaper =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.flink..")
          .and()
          .resideOutsideOfPackages("dev.freshet.flink.fusion..", "dev.freshet.flink.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.models.paper..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.freshet.flink.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule languageAndModelsKnowNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage("dev.freshet.schemas..", "dev.freshet.models..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..");
}
