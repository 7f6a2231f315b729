package dev.freshet.models.srm;

import dev.freshet.models.srm.network.SequenceModel;

class Gru4RecTrainerTest extends SrmTrainerContract {

  Gru4RecTrainerTest() {
    super(TinyModel.config(SequenceModel.GRU4REC, 2, 1));
  }
}
