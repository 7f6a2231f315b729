package dev.freshet.models.srm;

class Gru4RecTrainerTest extends SrmTrainerContract {

  Gru4RecTrainerTest() {
    super(TinyModel.config(SequenceModel.GRU4REC, 2, 1));
  }
}
