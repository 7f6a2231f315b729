package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A catalogue whose answer is known. Each video has a genre and a taste vector {@code t} that users
 * like by its dot product with their own. The genre decides the video's latent category, and the
 * category which modality shows {@code t}; the others show a vector drawn apart from it, of the
 * same distribution. All show the genre, as a place on a circle on which opposite genres share a
 * category, so that no straight cut tells categories apart. Where one modality is relevant for all,
 * it shows {@code t} whatever the category.
 *
 * @param vectors of every video
 * @param liked the videos of each user
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
record PlantedModalities(ModalityVectors vectors, int[][] liked) {

  /** Components of a genre's code. */
  private static final int CODE = 2;

  private static final double CODE_SCALE = 2;

  /**
   * What to plant.
   *
   * @param users number of users
   * @param videos number of videos
   * @param likes videos that each user likes
   * @param dimensions components of each modality's vectors
   * @param genres places on the circle; a multiple of 6
   * @param taste components of a taste vector
   * @param sharpness factor on a user's scores before the noise that decides what they like; higher
   *     is more of the same
   * @param noise standard deviation of the noise on each component of a modality vector
   * @param dynamic whether the category decides which modality shows the taste; otherwise it is the
   *     visual one
   */
  record Recipe(
      int users,
      int videos,
      int likes,
      Map<Modality, Integer> dimensions,
      int genres,
      int taste,
      double sharpness,
      double noise,
      boolean dynamic) {

    Recipe {
      dimensions = Map.copyOf(dimensions);
      if (genres < 6 || genres % 6 != 0) {
        throw new IllegalArgumentException("genres must be a multiple of 6: " + genres);
      }
      if (users < 1 || likes < 1 || likes > videos || taste < 1) {
        throw new IllegalArgumentException(
            "cannot plant %d likes of %d users among %d videos".formatted(likes, users, videos));
      }
    }
  }

  /** Makes a catalogue. */
  static PlantedModalities of(Recipe recipe, long seed) {
    Random random = new Random(seed);
    int modalities = Modality.values().length;
    int k = recipe.taste();
    Map<Modality, float[]> mixing = new EnumMap<>(Modality.class); // [k + categories, d]
    for (Modality modality : Modality.values()) {
      int d = recipe.dimensions().getOrDefault(modality, 0);
      mixing.put(modality, normal(random, (k + CODE) * d, 1 / Math.sqrt(k + 1.0)));
    }
    ModalityVectors vectors = new ModalityVectors(recipe.videos(), recipe.dimensions());
    float[][] tastes = new float[recipe.videos()][];
    for (int video = 0; video < recipe.videos(); video++) {
      int genre = random.nextInt(recipe.genres());
      int category = genre % modalities;
      double angle = 2 * Math.PI * genre / recipe.genres();
      double[] code = {Math.cos(angle), Math.sin(angle)};
      tastes[video] = normal(random, k, 1);
      int showing = recipe.dynamic() ? category : Modality.VISUAL.index();
      for (Modality modality : Modality.values()) {
        float[] shown = modality.index() == showing ? tastes[video] : normal(random, k, 1);
        float[] matrix = mixing.getOrDefault(modality, new float[0]);
        int d = matrix.length / (k + CODE);
        float[] vector = normal(random, d, recipe.noise());
        for (int c = 0; c < d; c++) {
          for (int t = 0; t < k; t++) {
            vector[c] += shown[t] * matrix[t * d + c];
          }
          for (int t = 0; t < CODE; t++) {
            vector[c] += (float) (CODE_SCALE * code[t]) * matrix[(k + t) * d + c];
          }
        }
        vectors.put(video, modality, vector);
      }
    }
    int[][] liked = new int[recipe.users()][];
    for (int user = 0; user < recipe.users(); user++) {
      liked[user] = likes(recipe, normal(random, k, 1), tastes, random);
    }
    return new PlantedModalities(vectors, liked);
  }

  /** Draws without repeats, by the softmax of the scores: the largest after Gumbel noise. */
  private static int[] likes(Recipe recipe, float[] user, float[][] tastes, Random random) {
    record Drawn(int video, double value) {}
    PriorityQueue<Drawn> largest =
        new PriorityQueue<>((one, other) -> Double.compare(one.value, other.value));
    for (int video = 0; video < tastes.length; video++) {
      double score = 0;
      for (int t = 0; t < user.length; t++) {
        score += user[t] * tastes[video][t];
      }
      double gumbel = -Math.log(-Math.log(random.nextDouble() + 1e-300));
      double scaled = recipe.sharpness() * score / Math.sqrt(user.length);
      largest.add(new Drawn(video, scaled + gumbel));
      if (largest.size() > recipe.likes()) {
        largest.remove();
      }
    }
    return largest.stream().mapToInt(Drawn::video).toArray();
  }

  private static float[] normal(Random random, int size, double deviation) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
