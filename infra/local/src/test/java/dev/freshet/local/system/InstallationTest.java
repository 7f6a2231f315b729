package dev.freshet.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.local.process.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  @TempDir Path root;

  @Test
  void findsTheJarAmongOthersAndTheLibraries() throws Exception {
    Path target = root.resolve("streams/target");
    Files.createDirectories(target.resolve("lib"));
    Path jar = Files.createFile(target.resolve("freshet-streams-0.1.0-SNAPSHOT.jar"));
    Files.createFile(target.resolve("freshet-streams-0.1.0-SNAPSHOT-tests.jar"));

    assertThat(new Installation(root).classPath("streams"))
        .containsExactly(jar.toString(), target.resolve("lib/*").toString());
  }

  @Test
  void saysThatAModuleIsNotBuilt() {
    assertThatThrownBy(() -> new Installation(root).classPath("streams"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("streams is not built.");
  }
}
