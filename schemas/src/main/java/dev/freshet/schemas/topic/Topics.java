package dev.freshet.schemas.topic;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.RoundCommand;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import java.time.Duration;
import java.util.List;

/** Every topic of the system. */
public final class Topics {

  private static final Retention WEEK = new Retention.Time(Duration.ofDays(7));
  private static final Retention LATEST = new Retention.Compact();

  /** How long after its end a window of {@link #TRENDING} is kept, in event time. */
  public static final Duration TRENDING_KEPT = Duration.ofHours(1);

  /** What users did. Key: user. */
  public static final Topic<String, FeedbackEvent> FEEDBACK_EVENTS =
      Topic.of("feedback-events", FeedbackEvent.class, WEEK);

  /** Who was erased, and when. Key: user. */
  public static final Topic<String, ErasedUser> ERASED_USERS =
      Topic.of("erased-users", ErasedUser.class, LATEST);

  /** The catalogue. Key: video. */
  public static final Topic<String, Video> VIDEOS = Topic.of("videos", Video.class, LATEST);

  /** What is known of each user. Key: user. */
  public static final Topic<String, UserState> USER_STATES =
      Topic.of("user-states", UserState.class, LATEST);

  /** Entries of users' sets that no longer fit into their states. Key: set/hash/user. */
  public static final Topic<String, UserSetEntry> USER_SET_ENTRIES =
      Topic.of("user-set-entries", UserSetEntry.class, LATEST);

  /** Impressions joined with their outcomes. Key: user. */
  public static final Topic<String, TrainingExample> TRAINING_EXAMPLES =
      Topic.of("training-examples", TrainingExample.class, WEEK);

  /** Rows of the embedding tables. Key: generation/table/id. */
  public static final Topic<String, EmbeddingRow> EMBEDDING_ROWS =
      Topic.of("embedding-rows", EmbeddingRow.class, LATEST);

  /** Trained models. Key: model. */
  public static final Topic<String, ModelRelease> MODEL_RELEASES =
      Topic.of("model-releases", ModelRelease.class, LATEST);

  /** Parts of artifacts that are too large to travel in a release. Key: sha256/part. */
  public static final Topic<String, ModelArtifact> MODEL_ARTIFACTS =
      Topic.of("model-artifacts", ModelArtifact.class, LATEST);

  /** Training rounds asked for. Key: round. */
  public static final Topic<String, RoundCommand> ROUND_COMMANDS =
      Topic.of("round-commands", RoundCommand.class, WEEK);

  /** Most watched videos per surface. Key: surface/window. */
  public static final Topic<String, Trending> TRENDING =
      Topic.of("trending", Trending.class, LATEST);

  /** Pages as answered. Key: user. */
  public static final Topic<String, ServedSlate> SERVED_SLATES =
      Topic.of("served-slates", ServedSlate.class, WEEK);

  /** Examples with the scores they had before being learned from. Key: user. */
  public static final Topic<String, ScoredExample> SCORED_EXAMPLES =
      Topic.of("scored-examples", ScoredExample.class, WEEK);

  /** Running progressive evaluation. Key: model. */
  public static final Topic<String, ModelEvaluation> MODEL_EVALUATIONS =
      Topic.of("model-evaluations", ModelEvaluation.class, LATEST);

  /** All of the above, in the order in which data flows. */
  public static final List<Topic<String, ?>> ALL =
      List.of(
          FEEDBACK_EVENTS,
          ERASED_USERS,
          VIDEOS,
          USER_STATES,
          USER_SET_ENTRIES,
          TRAINING_EXAMPLES,
          EMBEDDING_ROWS,
          MODEL_RELEASES,
          MODEL_ARTIFACTS,
          ROUND_COMMANDS,
          TRENDING,
          SERVED_SLATES,
          SCORED_EXAMPLES,
          MODEL_EVALUATIONS);

  private Topics() {}
}
