package dev.freshet.models.srm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.srm.TinyModel;
import org.junit.jupiter.api.Test;

class SrmConfigTest {

  @Test
  void travelsAsJson() {
    SrmConfig config = SrmConfig.defaults();

    assertThat(SrmConfig.fromJson(config.toJson())).isEqualTo(config);
  }

  @Test
  void refusesHeadsThatDoNotDivideTheDimension() {
    assertThatThrownBy(() -> TinyModel.config(1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attentionHeads must divide fusedDimension + dimension: 3, 0 + 8");
  }

  @Test
  void refusesJsonWithABadValue() {
    String json = SrmConfig.defaults().toJson().replace("\"layers\":1", "\"layers\":0");

    assertThatThrownBy(() -> SrmConfig.fromJson(json))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("configuration")
        .hasStackTraceContaining("layers must be positive: 0");
  }

  @Test
  void takesWhatIsNotNamedFromTheDefaults() {
    SrmConfig config = SrmConfig.fromJson("{\"model\":\"GRU4REC\",\"dimension\":8}");

    assertThat(config.model()).isEqualTo(SequenceModel.GRU4REC);
    assertThat(config.dimension()).isEqualTo(8);
    assertThat(config.seed()).isEqualTo(SrmConfig.defaults().seed());
    assertThat(SrmConfig.defaults().with(SequenceModel.DIN).model()).isEqualTo(SequenceModel.DIN);
  }

  @Test
  void refusesAModelThatThereIsNot() {
    assertThatThrownBy(() -> SrmConfig.fromJson("{\"model\":\"LSTM\"}"))
        .isInstanceOf(ModelException.class)
        .hasStackTraceContaining("LSTM");
  }
}
