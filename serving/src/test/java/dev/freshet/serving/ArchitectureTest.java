package dev.freshet.serving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.Controller;

@AnalyzeClasses(packages = "dev.freshet.serving", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule featuresHaveADirection =
      slices().matching("dev.freshet.serving.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule servingKnowsNoStreamEngineAndNoTrainer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka.streams..", "ai.djl..");

  @ArchTest
  static final ArchRule onlyTheStorePackageKnowsRocksDb =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.serving.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule onlyTheVectorPackageKnowsJvector =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.serving.vector")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.jbellis..");

  @ArchTest
  static final ArchRule controllersDoNotLog =
      noClasses()
          .that()
          .areAnnotatedWith(Controller.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.slf4j..");
}
