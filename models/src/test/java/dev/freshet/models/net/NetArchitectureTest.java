package dev.freshet.models.net;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet.models.net", importOptions = DoNotIncludeTests.class)
class NetArchitectureTest {

  @ArchTest
  static final ArchRule contractsAndLayersKnowNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage("dev.freshet.models.net", "dev.freshet.models.net.layer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai..", "dev.freshet.models.net.train", "dev.freshet.models.net.onnx", "java.nio..");

  @ArchTest
  static final ArchRule onlyTrainingKnowsTheTrainingEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.models.net.train")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");
}
