package dev.freshet.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet.experiments", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule papersDoNotKnowEachOther =
      slices()
          .matching("dev.freshet.experiments.paper.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule onlyTheRegistriesNameAPaper =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.experiments.paper..")
          .and()
          .doNotHaveFullyQualifiedName("dev.freshet.experiments.Experiments")
          .and()
          .doNotHaveFullyQualifiedName("dev.freshet.experiments.Trainings")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.experiments.paper..");

  @ArchTest
  static final ArchRule needsNoRunningSystem =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.serving..",
              "dev.freshet.flink..",
              "dev.freshet.streams..",
              "dev.freshet.local..",
              "dev.freshet.loadtests..",
              "java.net.http..",
              "org.apache.kafka.clients..");

  @ArchTest
  static final ArchRule thePlantedWorldKnowsNothingOfTheExperiments =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.experiments.planted..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.experiments",
              "dev.freshet.experiments.paper..",
              "dev.freshet.experiments.srm..",
              "dev.freshet.experiments.report..");

  @ArchTest
  static final ArchRule reportsKnowNothingOfWhatTheyShow =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.experiments.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.models..", "dev.freshet.schemas..", "dev.freshet.experiments.planted..");
}
