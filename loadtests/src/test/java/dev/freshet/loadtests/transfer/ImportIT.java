package dev.freshet.loadtests.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  private static final Instant NOW = Instant.parse("2026-04-27T10:15:30Z");

  @TempDir Path folder;

  @Test
  void goesOnWhereItStoppedAndWritesNothingTwice() throws IOException {
    var text = new StringBuilder("user,video,occurredAt\n");
    for (int i = 0; i < 25_000; i++) {
      text.append(i == 17_000 ? "u,v,1735787045\n" : "u" + i + ",v,1735787045000\n");
    }
    Path file = folder.resolve("past.csv");
    Files.writeString(file, text);

    // a folder cannot take the bad row: the import dies within its second transaction
    assertThatThrownBy(() -> run(file, folder))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("writing " + folder);
    Path renamed = Files.move(file, folder.resolve("renamed.csv"));
    Import.Outcome second = run(renamed, folder.resolve("rejects.txt"));
    Import.Outcome third = run(renamed, folder.resolve("rejects.txt"));

    assertThat(second).isEqualTo(new Import.Outcome(25_000, 10_000, 14_999, 1));
    assertThat(third).isEqualTo(new Import.Outcome(25_000, 25_000, 0, 0));
    Set<String> users = new HashSet<>();
    List<String> all = new ArrayList<>();
    new WholeTopic(clients())
        .read(
            Topics.FEEDBACK_EVENTS.name(),
            record -> {
              all.add(new String(record.key(), StandardCharsets.UTF_8));
              users.add(all.getLast());
            });
    assertThat(all).hasSize(24_999);
    assertThat(users).hasSize(24_999);
    assertThat(Files.readAllLines(folder.resolve("rejects.txt")))
        .containsExactly(
            "renamed.csv:17002: occurredAt is 1735787045: no time in milliseconds, but in seconds it is 2025-01-02T03:04:05Z; convert the column to milliseconds");
  }

  private Import.Outcome run(Path file, Path rejects) {
    return new Import(
            new RowFile(file),
            new ImportedRows(TimeColumn.Unit.MILLISECONDS, NOW),
            rejects,
            System.out)
        .run(clients());
  }

  private static KafkaClients clients() {
    return KafkaClients.of(KAFKA.bootstrapServers());
  }
}
