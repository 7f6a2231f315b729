package dev.freshet.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.freshet.models", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String PAPERS = "dev.freshet.models.paper..";

  @ArchTest
  static final ArchRule papersDoNotKnowEachOther =
      slices()
          .matching("dev.freshet.models.paper.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule papersKnowNoEngineNoFileAndNoClock =
      noClasses()
          .that()
          .resideInAPackage(PAPERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "io.micronaut..", "ai..", "java.nio.file..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(File.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** The merging of replicas and of checkpoints is how one paper lives in the stream. */
  @ArchTest
  static final ArchRule nothingButItsOwnRoomNamesAPaper =
      noClasses()
          .that()
          .resideOutsideOfPackages(PAPERS, "dev.freshet.models.merging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PAPERS);

  @ArchTest
  static final ArchRule sessionsAreOpenedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.models.net.onnx")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");
}
