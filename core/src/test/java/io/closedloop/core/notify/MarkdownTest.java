package io.closedloop.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void aLineOfHostileTextStaysALineOfText() {
    assertThat(Markdown.text("**b** _i_ `c` [l](http://x) ![p](y) ~s~ | $m$ \\"))
        .isEqualTo(
            "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\[l\\]\\(http:<!-- -->//x\\) \\!\\[p\\]\\(y\\) \\~s\\~ \\| \\$m\\$ \\\\");
    assertThat(Markdown.text("<img src=x onerror=alert(1)> &lt;"))
        .isEqualTo("&lt;img src=x onerror=alert\\(1\\)&gt; &amp;lt;");
    assertThat(Markdown.text("a\r\n\n# b\u202egnp")).isEqualTo("a #<!-- --> b gnp");
  }

  @Test
  void hostileTextMentionsNobodyRefersToNothingAndLinksNowhere() {
    assertThat(Markdown.text("@octo/all #12 octo/shop#3 www.evil.example https://evil.example"))
        .doesNotContain("@octo", "#12", "#3", "www.evil", "://");
    assertThat(Markdown.text("<!-- closedloop:x -->"))
        .startsWith("&lt;")
        .doesNotContain("<!-- closedloop");
  }

  @Test
  void codeCannotBeLeftFromInside() {
    assertThat(Markdown.code("a`b``c\nd")).isEqualTo("``` a`b``c d ```");
    assertThat(Markdown.block("text", "```\nx\n````\u0007"))
        .isEqualTo("`````text\n```\nx\n````\n`````\n");
  }

  @Test
  void onlyAnAddressOfTheWebBecomesALink() {
    assertThat(Markdown.link("build", "https://github.com/octo/shop/actions/runs/1"))
        .isEqualTo("[build](https://github.com/octo/shop/actions/runs/1)");
    for (String address :
        new String[] {"javascript:alert(1)", "https://x) [y](z", "https://x\ny", ""}) {
      assertThat(Markdown.link("b]", address)).isEqualTo("b\\]");
    }
  }
}
