package dev.freshet.models.merging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.TrainerContract;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserSharesTest {

  @Test
  void givesEachExampleToOneReplicaAndEachUserAlwaysToTheSame() {
    Map<String, Integer> replicaOf = new HashMap<>();
    for (List<TrainingExample> batch : TrainerContract.batches()) {
      List<int[]> shares = UserShares.of(batch, 3);

      List<Integer> places = new ArrayList<>();
      for (int replica = 0; replica < shares.size(); replica++) {
        for (int place : shares.get(replica)) {
          places.add(place);
          assertThat(replicaOf.computeIfAbsent(batch.get(place).getUser(), user -> -1))
              .isIn(-1, replica);
          replicaOf.put(batch.get(place).getUser(), replica);
        }
        assertThat(shares.get(replica)).isSorted();
      }
      assertThat(shares).hasSize(3);
      assertThat(places).hasSize(batch.size()).doesNotHaveDuplicates();
    }
  }

  @Test
  void sharesManyUsersEvenly() {
    List<TrainingExample> batch = new ArrayList<>();
    TrainingExample one = TrainerContract.batches().getFirst().getFirst();
    for (int user = 0; user < 3_000; user++) {
      batch.add(TrainingExample.newBuilder(one).setUser("user-" + user).build());
    }

    for (int[] share : UserShares.of(batch, 3)) {
      assertThat(share.length).isBetween(900, 1_100);
    }
  }
}
