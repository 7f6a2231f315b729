package dev.freshet.models.srm;

class DinTrainerTest extends SrmTrainerContract {

  DinTrainerTest() {
    super(TinyModel.config(SequenceModel.DIN, 1, 1));
  }
}
