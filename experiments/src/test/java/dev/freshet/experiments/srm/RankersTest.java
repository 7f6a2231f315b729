package dev.freshet.experiments.srm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.eval.Rankings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two groups of users with videos of their own: a model of tastes tells them apart. */
class RankersTest {

  private static final int VIDEOS = 40;

  static Stream<Arguments> models() {
    return Stream.of(new BprMf(), RankSysModel.itemKnn(), new Als())
        .map(model -> Arguments.of(model.name(), model));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void ranksVideosOfTheOwnGroupFirst(String name, NextVideoRanker.Model model) {
    NextVideoTask task = twoGroups();
    double tastes;
    double popularity;
    try (NextVideoRanker learned = model.learn(task, 1);
        NextVideoRanker popular = new Popular().learn(task, 1)) {
      tastes = Rankings.mean(task.rank(Part.TEST, learned).recall(10));
      popularity = Rankings.mean(task.rank(Part.TEST, popular).recall(10));
    }

    assertThat(tastes).as(name).isGreaterThan(1.4 * popularity);
  }

  @Test
  void countsLongViewsAsTheLibraryDoes() {
    NextVideoTask task = twoGroups();
    try (NextVideoRanker own = new Popular().learn(task, 1);
        NextVideoRanker library = RankSysModel.popularity().learn(task, 1)) {
      float[] counted = own.scores(0, Part.TEST);
      float[] theirs = library.scores(0, Part.TEST);

      assertThat(theirs).containsExactly(counted);
    }
  }

  private static NextVideoTask twoGroups() {
    SplittableRandom random = new SplittableRandom(4);
    List<List<Watched>> users = new ArrayList<>();
    for (int user = 0; user < 120; user++) {
      List<Integer> own = new ArrayList<>();
      while (own.size() < 10) {
        int video = 2 * random.nextInt(VIDEOS / 2) + user % 2;
        if (!own.contains(video)) {
          own.add(video);
        }
      }
      users.add(own.stream().map(video -> new Watched(video, Instant.EPOCH)).toList());
    }
    return new NextVideoTask(
        "two groups", PlantedSequences.unordered(1, 1).videos().subList(0, VIDEOS), users);
  }
}
