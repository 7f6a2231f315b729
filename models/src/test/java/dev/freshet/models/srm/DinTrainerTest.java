package dev.freshet.models.srm;

import dev.freshet.models.srm.network.SequenceModel;

class DinTrainerTest extends SrmTrainerContract {

  DinTrainerTest() {
    super(TinyModel.config(SequenceModel.DIN, 1, 1));
  }
}
