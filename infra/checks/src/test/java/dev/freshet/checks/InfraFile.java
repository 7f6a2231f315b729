package dev.freshet.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.freshet.testkit.monitoring.Monitoring;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A file of this checkout, YAML or JSON. */
record InfraFile(Path path) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  /** The file at this place below the root of the checkout. */
  static InfraFile at(String place) {
    return new InfraFile(Monitoring.root().resolve(place));
  }

  /** The files of a folder and those below it whose names end so, in order. */
  static List<InfraFile> below(String folder, String ending) {
    try (Stream<Path> files = Files.walk(Monitoring.root().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(InfraFile::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + folder, e);
    }
  }

  /** The only document in the file. */
  JsonNode document() {
    List<JsonNode> documents = documents();
    if (documents.size() != 1) {
      throw new IllegalStateException(path + " holds " + documents.size() + " documents");
    }
    return documents.getFirst();
  }

  /** Every document in the file. */
  List<JsonNode> documents() {
    List<JsonNode> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(text())
        .forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  /** The text of the file. */
  String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
  }

  /** What is wrong with {@code document} by the schema of this name beside this class. */
  static List<String> problems(JsonNode document, String schema) {
    try (InputStream in = InfraFile.class.getResourceAsStream(schema + ".schema.json")) {
      if (in == null) {
        throw new IllegalStateException("no schema " + schema);
      }
      return SCHEMAS.getSchema(in).validate(document).stream()
          .map(ValidationMessage::getMessage)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the schema " + schema, e);
    }
  }

  static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return Monitoring.root().relativize(path).toString();
  }
}
