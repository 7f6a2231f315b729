package dev.freshet.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.freshet.schemas", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule schemasKnowOnlyAvroAndKafkasClients =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.schemas..",
              "java..",
              "org.apache.avro..",
              "org.apache.kafka.clients..",
              "org.apache.kafka.common..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule recordsKnowNeitherTopicsNorSerdes =
      noClasses()
          .that()
          .resideInAnyPackage("dev.freshet.schemas.event", "dev.freshet.schemas.feature")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.freshet.schemas.topic", "dev.freshet.schemas.serde");

  @ArchTest
  static final ArchRule featuresDoNotKnowEvents =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.schemas.feature")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.schemas.event");

  @ArchTest
  static final ArchRule serdesKnowNoRecordAndNoTopic =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.schemas.serde")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.schemas.topic",
              "dev.freshet.schemas.event",
              "dev.freshet.schemas.feature");
}
