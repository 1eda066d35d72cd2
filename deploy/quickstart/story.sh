# shellcheck shell=bash
# The seven steps of a Spark Ads authorization code, played with sparkctl in a new workspace. Sourced
# by quickstart.sh, which sets: state, sparkctl. Every command that is shown is the one that runs.

answer=

# An argument as one would type it.
typed() {
  local argument out=
  for argument in "$@"; do
    [[ $argument =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]] || argument="'$argument'"
    out+=" $argument"
  done
  printf '%s' "$out"
}

step() { printf '\n\n%s\n%s\n' "$*" "${*//?/-}"; }

tell() { printf '\n%s\n' "$*"; }

# show ARGUMENT...: runs sparkctl and shows command and answer, which stays in $answer.
show() {
  printf '\n$ sparkctl%s\n' "$(typed "$@")"
  answer=$("$sparkctl" "$@")
  printf '%s\n' "$answer"
}

# pasted TEXT ARGUMENT...: the same, with TEXT pasted into standard input.
pasted() {
  local text=$1
  shift
  printf '\n$ printf %%s %q | sparkctl%s\n' "$text" "$(typed "$@")"
  answer=$(printf '%s' "$text" | "$sparkctl" "$@")
  printf '%s\n' "$answer"
}

# refused CODE ARGUMENT...: runs what must fail with this exit code.
refused() {
  local wanted=$1 status=0
  shift
  printf '\n$ sparkctl%s\n' "$(typed "$@")"
  "$sparkctl" "$@" 2>&1 || status=$?
  [[ $status -eq $wanted ]] || { echo "expected exit code $wanted, got $status" >&2; return 1; }
}

# A labelled line of the last answer, and the first cell of its table.
value() { sed -n "s/^ *$1  *//p" <<<"$answer" | sed -n 1p; }
first_row() { sed -n '2s/ .*//p' <<<"$answer"; }

# expect TEXT: the last answer says so, or the story ends here.
expect() { grep -qF -- "$1" <<<"$answer" || { echo "expected to see: $1" >&2; return 1; }; }

play_story() {
  local begin=$SECONDS
  export COLUMNS=${COLUMNS:-140}  # for tables, since this isn't sparkctl's terminal
  open_workspace
  creator_side
  advertiser_side
  campaign
  publish_and_run
  tell "The story took $((SECONDS - begin)) s for a month and more."
}

open_workspace() {
  local workspace key
  workspace=demo-$(date -u +%Y%m%d-%H%M%S)
  key=$(key_file "$workspace")
  local create=(workspaces create --profile "$state/admin.json" --workspace-id "$workspace"
    --environment simulator --get admin-key-secret)
  tell "A workspace of its own, with a TikTok of its own behind it"
  printf '\n$ sparkctl%s > %s\n' "$(typed "${create[@]}")" "$key"
  "$sparkctl" "${create[@]}" >"$key" || { rm -f "$key"; return 1; }
  write_profile profile.json "$workspace" "$key"
  echo "$workspace" >"$state/workspace"
  export SPARKGATE_PROFILE=$state/profile.json
  tell "Address, workspace and its key are in a profile that only you may read: $SPARKGATE_PROFILE"
  show workspaces get
}

creator_side() {
  local account item creator
  step "Step 1: The creator selects a video and enables its ad settings"
  tell "In TikTok's app: 12,000 followers, and the account-wide ad settings are on."
  show simulator creator-app create-account --username mia.cooks --display-name 'Mia Cooks' \
    --follower-count 12000 --ad-settings-enabled
  account=$(value name)
  show simulator creator-app post-video "$account" --caption 'Five-minute ramen, two pots'
  item=$(value name)
  show simulator creator-app open-ad-settings "$item"
  expect "AD_AUTHORIZATION_OFF"
  show simulator creator-app update-ad-settings "$item" --content-disclosure --terms-accepted \
    --ad-authorization
  expect "code option available  yes"

  tell "The creator lets Sparkgate act for her: a link, her consent, and back. (The link opens in a browser too.)"
  show creators start-creator-connect
  show simulator creator-app consent "$account" "$(value link)"
  show creators finish-creator-connect "$(value 'redirect address')"
  creator=$(value name)
  show creators list-posts "$creator"
  item=$(first_row)

  step "Step 2: The authorization code is generated"
  refused 2 creators generate-code "$item" --duration-days 45
  show creators generate-code "$item" --duration-days 30
  code=$(value name)

  step "Step 3: Its duration is chosen, and it is copied"
  show creators get-code "$code"
  tell "The code itself is shown only when somebody asks, and that is written down."
  show creators reveal-code "$code" --purpose 'handed to the brand'
  secret=$(value code)
}

advertiser_side() {
  local wrong
  step "Step 4: The advertiser opens the Creative Library"
  tell "In Ads Manager: an ad account with a payment method."
  show simulator ads-manager open-ad-account --display-name 'Ramen Brand' --company 'Ramen Brand Inc.'
  local account
  account=$(value name)
  show simulator ads-manager set-payment-method "$account" --attached
  show simulator ads-manager add-balance "$account" --amount-micros 5000000000
  show advertisers start-advertiser-connect
  show simulator ads-manager consent "$(value link)"
  show advertisers finish-advertiser-connect "$(value 'redirect address')"
  show advertisers list-ad-accounts
  ad_account=$(first_row)
  show advertisers check-readiness "$ad_account"
  expect "ready  yes"

  step "Step 5: The advertiser pastes the code and searches"
  tell "Pasted with stray blanks and a line end, as it happens:"
  pasted "  ${secret:0:20} ${secret:20}"$'\r\n' library look-up-code "$ad_account" -
  expect "mia.cooks"
  tell "One wrong character, and there is no such code:"
  wrong=${secret:0:30}$([[ ${secret:30:1} == A ]] && echo B || echo A)${secret:31}
  refused 3 library look-up-code "$ad_account" "$wrong"
}

campaign() {
  local group
  step "Step 6: The video is confirmed, and the campaign is set up"
  show library authorize-code "$ad_account" "$secret"
  spark_post=$(value name)
  show library list-spark-posts "$ad_account"
  tell "Drafts: campaign, ad group, ad. The ad runs as the creator's own post."
  show ads create-campaign --ad-account "$ad_account" --display-name 'Ramen in spring' \
    --objective traffic
  campaign=$(value name)
  show ads create-ad-group --campaign "$campaign" --display-name 'Home cooks' \
    --optimization-goal CLICK --budget-mode day --budget-micros 50000000 --location-ids 6252001 \
    --age-groups AGE_18_24 --age-groups AGE_25_34
  group=$(value name)
  show ads create --ad-group "$group" --display-name 'Five-minute ramen' \
    --spark-post "$spark_post" --call-to-action SHOP_NOW \
    --landing-page-url https://ramen.example/spring
  ad=$(value name)
  tell "The final check: targeting, budget, schedule, account, and the code's end."
  show ads check-publish "$campaign"
  expect "publishable  yes"
}

publish_and_run() {
  local watcher events=$state/approved.txt code_end
  step "Step 7: Publish all, and wait for approval"
  show ads publish-all "$campaign"
  show operations wait "$(value name)"
  expect "DONE"
  show ads get "$ad"
  expect "IN_REVIEW"

  # A review takes up to a day, and the server looks every hour.
  tell "Somebody watches, and the clock moves on by a good day."
  printf '\n$ sparkctl events watch --types ad.approved --limit 1 &\n'
  "$sparkctl" events watch --types ad.approved --limit 1 --deadline 60s >"$events" &
  watcher=$!
  show time advance --by 30h
  wait "$watcher"
  tell "On the watch stream:"
  cat "$events"
  show ads get "$ad"
  expect "DELIVERING"

  tell "Warnings come before the end of the authorization."
  show time advance --by 28d
  show events list --types 'authorization.*'
  show creators get-code "$code"

  tell "Day 30: the authorization ends, and the ad stops."
  code_end=$("$sparkctl" creators get-code "$code" --get end_time)
  show time advance --to "$code_end"
  show ads get "$ad"
  expect "AUTHORIZATION_ENDED"

  tell "The creator extends it, and the ad delivers again."
  show creators extend-code "$code" --add-days 30
  show time advance --by 1d
  show ads get "$ad"
  expect "DELIVERING"
}

show_what_next() {
  local bin
  bin=$(cd "${sparkctl%/*}" && pwd)  # --build may be an absolute path
  cat <<END

Running, on this machine only:

$(show_status)

  stop, and start again    deploy/quickstart.sh stop     deploy/quickstart.sh start
  remove everything        deploy/quickstart.sh clean

Three commands to try (also after a stop and a start):

  export SPARKGATE_PROFILE=$(printf %q "$PWD/$state/profile.json") PATH=\$PATH:$(printf %q "$bin")
  sparkctl ads list
  sparkctl events list --types 'ad.*' --all
  sparkctl time advance --by 30d

END
}
