package dev.freshet.serving.audit;

import java.util.Map;

/** An answer that says more of what was done, for the audit trail. */
public interface Audited {

  /** What was done, by name; no ids of users. */
  Map<String, Object> auditFields();
}
