package io.closedloop.sandbox.rest;

import tools.jackson.databind.node.ObjectNode;

/** The addresses that GitHub adds to what it shows of accounts and repositories. */
final class Links {
  private static final String ACCOUNT =
      """
      events_url /events{/privacy}
      followers_url /followers
      following_url /following{/other_user}
      gists_url /gists{/gist_id}
      organizations_url /orgs
      received_events_url /received_events
      repos_url /repos
      starred_url /starred{/owner}{/repo}
      subscriptions_url /subscriptions
      """;

  private static final String REPOSITORY =
      """
      archive_url /{archive_format}{/ref}
      assignees_url /assignees{/user}
      blobs_url /git/blobs{/sha}
      branches_url /branches{/branch}
      collaborators_url /collaborators{/collaborator}
      comments_url /comments{/number}
      commits_url /commits{/sha}
      compare_url /compare/{base}...{head}
      contents_url /contents/{+path}
      contributors_url /contributors
      deployments_url /deployments
      downloads_url /downloads
      events_url /events
      forks_url /forks
      git_commits_url /git/commits{/sha}
      git_refs_url /git/refs{/sha}
      git_tags_url /git/tags{/sha}
      hooks_url /hooks
      issue_comment_url /issues/comments{/number}
      issue_events_url /issues/events{/number}
      issues_url /issues{/number}
      keys_url /keys{/key_id}
      labels_url /labels{/name}
      languages_url /languages
      merges_url /merges
      milestones_url /milestones{/number}
      notifications_url /notifications{?since,all,participating}
      pulls_url /pulls{/number}
      releases_url /releases{/id}
      stargazers_url /stargazers
      statuses_url /statuses/{sha}
      subscribers_url /subscribers
      subscription_url /subscription
      tags_url /tags
      teams_url /teams
      trees_url /git/trees{/sha}
      """;

  private Links() {}

  static ObjectNode ofAccount(ObjectNode account, String url) {
    return add(account, url, ACCOUNT);
  }

  static ObjectNode ofRepository(ObjectNode repository, String url) {
    return add(repository, url, REPOSITORY);
  }

  private static ObjectNode add(ObjectNode node, String url, String links) {
    links.lines().map(line -> line.split(" ", 2)).forEach(link -> node.put(link[0], url + link[1]));
    return node;
  }
}
