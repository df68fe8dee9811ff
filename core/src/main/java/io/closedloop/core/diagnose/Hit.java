package io.closedloop.core.diagnose;

import io.closedloop.api.EvidenceLine;
import io.closedloop.api.SignatureMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One match of one signature, with the circumstances that decide how much it says.
 *
 * @param certainty from 0 to 1; less than 1 where it is not sure that what matched failed
 * @param around what complains shortly before it, and what follows; filled while the log is read
 */
record Hit(
    Signature signature,
    int line,
    String text,
    LogReader.Kind kind,
    Step step,
    Map<String, String> captures,
    double certainty,
    List<EvidenceLine> around) {

  Hit(
      Signature signature,
      int line,
      String text,
      LogReader.Kind kind,
      Step step,
      Map<String, String> captures) {
    this(signature, line, text, kind, step, captures, 1, new ArrayList<>());
  }

  EvidenceLine evidence(Redactor redactor) {
    return new EvidenceLine(line, redactor.redact(text), step.name);
  }

  SignatureMatch match(Redactor redactor) {
    var clean = new LinkedHashMap<String, String>();
    captures.forEach((name, value) -> clean.put(name, redactor.redact(value)));
    return new SignatureMatch(
        signature.id(),
        signature.category(),
        signature.subcategory(),
        signature.tool(),
        signature.transientFailure(),
        signature.weight(),
        evidence(redactor),
        clean);
  }
}
