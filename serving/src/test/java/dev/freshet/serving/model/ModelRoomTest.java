package dev.freshet.serving.model;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.serving.Stock;
import dev.freshet.serving.StubModelLoader;
import dev.freshet.serving.vector.ItemIndex;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRoomTest {

  @TempDir Path dir;
  private ApplicationContext context;
  private ModelRoom room;
  private Stock stock;
  private StubModelLoader loader;

  @BeforeEach
  void start() {
    context =
        ApplicationContext.run(
            Map.of(
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString(),
                "freshet.model.newest-releases", "3",
                "freshet.model.kept-for", "1ms"));
    room = context.getBean(ModelRoom.class);
    stock = context.getBean(Stock.class);
    loader = context.getBean(StubModelLoader.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void servesNothingUntilARelease() {
    assertThat(room.enter()).isEmpty();
  }

  @Test
  void swapsToEachNewReleaseAndClosesTheOneBefore() {
    stock.release("g1", 1);
    awaitServing("g1", 1);
    stock.release("g1", 2);
    awaitServing("g1", 2);

    await().until(() -> loader.loaded().getFirst().closed());
    assertThat(loader.loaded().getLast().closed()).isFalse();
  }

  @Test
  void keepsAReplacedModelOpenForARequestThatStillUsesIt() {
    stock.release("g1", 1);
    awaitServing("g1", 1);
    ServingModel inUse = room.enter().orElseThrow();
    stock.release("g1", 2);
    awaitServing("g1", 2);

    assertThat(loader.loaded().getFirst().closed()).isFalse();
    inUse.close();
    await().until(() -> loader.loaded().getFirst().closed());
  }

  @Test
  void goesOnWithTheReleaseBeforeWhenOneIsRefused() {
    stock.release("g1", 1);
    awaitServing("g1", 1);
    loader.refuse(true);
    stock.release("g1", 2);
    loader.refuse(false);
    stock.release("g1", 3);

    awaitServing("g1", 3);
  }

  @Test
  void neverMixesTheVectorsOfTwoGenerations() {
    stock.put(TestEvents.video("cat", "anna"));
    stock.putRow("g1", "video", "cat", 1, 1f);
    stock.release("g1", 1);
    awaitServing("g1", 1);
    stock.putRow("g2", "video", "cat", 1, 2f);
    stock.release("g2", 1);
    awaitServing("g2", 1);

    try (ServingModel serving = room.enter().orElseThrow()) {
      assertThat(serving.index().nearest(new float[] {1}, 1, id -> true).getFirst().score())
          .isEqualTo(2f);
    }
  }

  @Test
  void makesANewIndexWhereAReleaseReadsOtherFusedHalves() {
    stock.put(TestEvents.video("cat", "anna"));
    stock.release("g1", 1, "f1");
    awaitServing("g1", 1);
    ItemIndex before = index();
    stock.release("g1", 2, "f1");
    awaitServing("g1", 2);
    assertThat(index()).isSameAs(before);

    stock.release("g1", 3, "f2");
    awaitServing("g1", 3);

    assertThat(index()).isNotSameAs(before);
  }

  private ItemIndex index() {
    try (ServingModel serving = room.enter().orElseThrow()) {
      return serving.index();
    }
  }

  @Test
  void findsAVideoByItsNewRowSoonAfterTheRowCame() {
    stock.put(TestEvents.video("cat", "anna"));
    stock.release("g1", 1);
    awaitServing("g1", 1);

    stock.putRow("g1", "video", "cat", 2, 5f);

    await().until(() -> score() == 5f);
  }

  @Test
  void findsVideosByARowThatTheyShare() {
    stock.put(TestEvents.video("cat", "anna"));
    stock.release("g1", 1);
    awaitServing("g1", 1);

    stock.putRow("g1", "tag", StubModelLoader.SHARED, 2, 5f);

    await().until(() -> score() == 5f);
  }

  @Test
  void rollsBackAndFollowsTheNewestAgain() {
    stock.release("g1", 1);
    stock.release("g1", 2);
    awaitServing("g1", 2);

    assertThat(room.rollBack(new ReleaseId("g1", 1))).isTrue();
    awaitServing("g1", 1);
    stock.release("g1", 3);
    assertThat(context.getBean(ReleaseStore.class).pinned()).contains(new ReleaseId("g1", 1));
    room.followNewest();
    awaitServing("g1", 3);
    assertThat(room.rollBack(new ReleaseId("g1", 99))).isFalse();
  }

  @Test
  void keepsAPinnedReleaseHoweverOldItIsAndServesItAfterARestart() {
    stock.release("g1", 1);
    stock.release("g1", 2);
    awaitServing("g1", 2);
    room.rollBack(new ReleaseId("g1", 1));
    for (int step = 3; step < 9; step++) {
      stock.release("g1", step);
    }
    awaitServing("g1", 1);
    context.close();

    start();

    awaitServing("g1", 1);
    assertThat(context.getBean(ReleaseStore.class).pinned()).contains(new ReleaseId("g1", 1));
    room.followNewest();
    awaitServing("g1", 8);
  }

  @Test
  void keepsTheLatestReleasesAndDropsRowsWithTheLastReleaseOfTheirGeneration() {
    stock.putRow("g1", "video", "cat", 1, 1f);
    stock.release("g1", 1);
    stock.putRow("g2", "video", "cat", 1, 2f);
    stock.release("g2", 1);
    stock.release("g2", 2);
    ReleaseStore releases = context.getBean(ReleaseStore.class);
    RowTables rows = context.getBean(RowTables.class);
    assertThat(rows.of("g1").row("video", "cat")).isNotNull();

    stock.release("g2", 3);

    assertThat(releases.releases().stream().map(KeptRelease::id).toList())
        .isEqualTo(List.of(new ReleaseId("g2", 1), new ReleaseId("g2", 2), new ReleaseId("g2", 3)));
    assertThat(releases.release(new ReleaseId("g2", 3)).map(ModelRelease::getStep)).contains(3L);
    assertThat(rows.of("g1").row("video", "cat")).isNull();
    assertThat(rows.of("g2").row("video", "cat")).isNotNull();
  }

  @Test
  void servesTheNewestReleaseAgainAfterARestart() {
    stock.release("g1", 1);
    stock.release("g1", 2);
    awaitServing("g1", 2);
    context.close();

    start();

    awaitServing("g1", 2);
  }

  private float score() {
    try (ServingModel serving = room.enter().orElseThrow()) {
      return serving.index().nearest(new float[] {1}, 1, id -> true).getFirst().score();
    }
  }

  private void awaitServing(String generation, long step) {
    await().until(() -> serving().equals(Optional.of(new ReleaseId(generation, step))));
  }

  private Optional<ReleaseId> serving() {
    return room.enter()
        .map(
            entered -> {
              try (entered) {
                return entered.id();
              }
            });
  }
}
