package io.closedloop.core.diagnose;

import java.util.ArrayList;
import java.util.List;

/** All signatures with the one automaton over their literals; shared by all scans. */
final class SignatureSet {
  final List<Signature> signatures;
  final AhoCorasick automaton;

  /** Which signature a literal belongs to. */
  final int[] owner;

  SignatureSet(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
    var literals = new ArrayList<String>();
    var owners = new ArrayList<Integer>();
    for (int i = 0; i < signatures.size(); i++) {
      for (var literal : signatures.get(i).literals()) {
        literals.add(literal);
        owners.add(i);
      }
    }
    automaton = new AhoCorasick(literals);
    owner = owners.stream().mapToInt(Integer::intValue).toArray();
  }
}
