package dev.freshet.models.srm;

class SasRecTrainerTest extends SrmTrainerContract {

  SasRecTrainerTest() {
    super(TinyModel.config(SequenceModel.SASREC, 2, 2));
  }
}
