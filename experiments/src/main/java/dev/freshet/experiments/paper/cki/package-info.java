/**
 * The experiment behind the page of CKI: {@link dev.freshet.experiments.paper.cki.CkiExperiment}.
 */
@NullMarked
package dev.freshet.experiments.paper.cki;

import org.jspecify.annotations.NullMarked;
