package dev.freshet.serving.recommend;

import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.Stock;
import dev.freshet.serving.StubModelLoader;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** Nodes without a network, for tests of pages. */
final class Nodes {

  private Nodes() {}

  static ApplicationContext start(Path dir, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("freshet.kafka.follow", "false");
    properties.put("freshet.store.dir", dir.toString());
    properties.putIfAbsent("freshet.recommend.exploration-share", "0");
    properties.putIfAbsent("freshet.recommend.budget", "10s");
    return ApplicationContext.run(properties);
  }

  /** Puts a release in and waits until it serves. */
  static void release(ApplicationContext node, String generation, long step) {
    node.getBean(Stock.class).release(generation, step);
    Awaitility.await().until(() -> serves(node, step));
  }

  private static boolean serves(ApplicationContext node, long step) {
    return node.getBean(ModelRoom.class)
        .enter()
        .filter(
            entered -> {
              try (ServingModel closing = entered) {
                return closing.id().step() == step;
              }
            })
        .isPresent();
  }

  static PageRequest request(String user, int count) {
    return new PageRequest(
        new UserId(user),
        count,
        "main",
        "unknown",
        false,
        Set.of(),
        List.of(),
        Strategy.PERSONALISED);
  }

  static StubModelLoader loader(ApplicationContext node) {
    return node.getBean(StubModelLoader.class);
  }
}
