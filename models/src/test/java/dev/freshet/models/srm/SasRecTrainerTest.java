package dev.freshet.models.srm;

import dev.freshet.models.srm.network.SequenceModel;

class SasRecTrainerTest extends SrmTrainerContract {

  SasRecTrainerTest() {
    super(TinyModel.config(SequenceModel.SASREC, 2, 2));
  }
}
