// Who may call what: every RPC as every kind of caller, over the wire, against
// docs/authorization.md. Requests are empty, so what is let in goes no further than its handler's
// door.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/strings/ascii.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/field_mask.pb.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/metrics.h"
#include "client/cpp/connection.h"
#include "client/cpp/message_stream.h"
#include "rpc/server.h"
#include "server/api/authenticator.h"
#include "server/api/testing/api_fixture.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

// One letter per kind of caller: no key, viewer, creator, advertiser, admin of the workspace, admin
// of the server; the latter five in the order of the table's columns.
constexpr std::string_view kCallers = "-VCAWS";

struct Row {
  std::string callers;     // the letters of those who are let in
  std::string field;       // that names what the call is about, e.g. "ad.name"; "" = none
  std::string name_there;  // what it names, in another workspace
};

// docs/authorization.md, by RPC.
std::map<std::string, Row> ReadTable() {
  std::map<std::string, Row> rows;
  const std::string text = ReadFile(SPARKGATE_SOURCE_DIR "/docs/authorization.md").value();
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    std::vector<std::string> cells = absl::StrSplit(line, '|');
    for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
    // What stands before the first bar and after the last is empty.
    if (cells.size() != 9 || cells[1].find("Service/") == std::string::npos) continue;
    Row row;
    for (size_t caller = 1; caller < kCallers.size(); ++caller) {
      EXPECT_TRUE(cells[caller + 1].empty() || cells[caller + 1] == "yes") << line;
      if (cells[caller + 1] == "yes") row.callers += kCallers[caller];
    }
    const std::string& foreign = cells[7];  // "`field: workspaces/*/things/*`"
    if (const size_t colon = foreign.find(": "); colon != std::string::npos) {
      row.field = foreign.substr(1, colon - 1);
      row.name_there = foreign.substr(colon + 2, foreign.size() - colon - 3);
      row.name_there.replace(row.name_there.find('*'), 1, "v");
      absl::StrReplaceAll({{"*", "1"}}, &row.name_there);
    }
    EXPECT_TRUE(rows.emplace(cells[1], row).second) << line;
  }
  return rows;
}

// Sets a string field, by its path.
void SetField(google::protobuf::Message& message, const std::string& path,
              const std::string& value) {
  google::protobuf::Message* holder = &message;
  std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    holder = holder->GetReflection()->MutableMessage(
        holder, holder->GetDescriptor()->FindFieldByName(names[i]));
  }
  const auto* field = holder->GetDescriptor()->FindFieldByName(names.back());
  ASSERT_NE(field, nullptr) << path;
  holder->GetReflection()->SetString(holder, field, value);
}

// An update says what it changes, else that is what it is refused for.
void SetMask(google::protobuf::Message& message) {
  const auto* field = message.GetDescriptor()->FindFieldByName("update_mask");
  if (field == nullptr) return;
  google::protobuf::FieldMask mask;
  mask.add_paths("display_name");
  message.GetReflection()->MutableMessage(&message, field)->CopyFrom(mask);
}

class RolesTest : public ApiFixture {
 protected:
  void SetUp() override {
    auto started = rpc::Server::Start({.workers = 2}, table_, &authenticator_, *metrics_);
    ASSERT_TRUE(started.ok()) << started.status();
    rpc_ = *std::move(started);
    for (const char letter : kCallers) {
      connections_.emplace(
          letter, client::ConnectionOptions{.address = "127.0.0.1:" + std::to_string(rpc_->port()),
                                            .key = MakeKey(letter)});
    }
  }
  void TearDown() override {
    connections_.clear();
    if (rpc_ != nullptr) rpc_->Stop(absl::ZeroDuration());
  }

  std::string MakeKey(char letter) {
    if (letter == '-') return "";
    if (letter == 'S') {
      const std::string secret = MakeSecret().secret;
      EXPECT_TRUE(
          EnsureServerAdminKey(server_.env.store, secret, server_.env.clocks.RealNow()).ok());
      return secret;
    }
    const std::map<char, Role> roles = {
        {'V', Role::kViewer}, {'C', Role::kCreator}, {'A', Role::kAdvertiser}, {'W', Role::kAdmin}};
    return CreateApiKey(server_.env, server_.MakeCall("w"), "", roles.at(letter), std::nullopt)
        ->secret;
  }

  // Why an empty request of a caller is refused.
  std::string Reason(char caller, const rpc::MethodTable::Method& method) {
    const std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
    return Reason(caller, method, *request);
  }
  std::string Reason(char caller, const rpc::MethodTable::Method& method,
                     const google::protobuf::Message& request) {
    const std::unique_ptr<google::protobuf::Message> response(method.response_prototype->New());
    const client::Connection& connection = connections_.at(caller);
    const bool stream = method.server_stream != nullptr && !method.later;
    const absl::Status status =
        stream ? client::StreamByName(connection, method.name, request, *response,
                                      [](const google::protobuf::Message&) { return true; })
               : client::CallByName(connection, method.name, request, *response);
    return client::DetailsOf(status).reason;
  }

  KeyAuthenticator authenticator_{server_.env};
  const std::unique_ptr<Metrics> metrics_ = Metrics::Create();
  std::unique_ptr<rpc::Server> rpc_;
  std::map<char, client::Connection> connections_;
  const std::map<std::string, Row> rows_ = ReadTable();
};

TEST_F(RolesTest, OnlyThoseWhoMayGetIn) {
  ASSERT_TRUE(table_.Missing().empty());
  size_t known = 0;
  for (const auto& [path, method] : table_.methods()) {
    SCOPED_TRACE(path);
    const auto row = rows_.find(path.substr(std::string_view("/sparkgate.v1.").size()));
    if (row == rows_.end()) {
      ADD_FAILURE() << "has no row in docs/authorization.md";
      continue;
    }
    ++known;
    for (const char caller : kCallers) {
      const std::string reason = Reason(caller, method);
      const bool let_in = reason != "CREDENTIAL_MISSING" && reason != "ROLE_MISSING";
      const bool may = row->second.callers.find(caller) != std::string::npos;
      EXPECT_EQ(let_in, may) << "of caller " << caller << ": " << reason;
      EXPECT_NE(reason, "CREDENTIAL_INVALID");
      EXPECT_EQ(reason == "CREDENTIAL_MISSING", caller == '-') << reason;
    }
  }
  EXPECT_EQ(known, rows_.size()) << "a row names no RPC";
}

TEST_F(RolesTest, WhatIsAnothersIsNotThere) {
  server_.AddWorkspace("v");
  for (const auto& [name, row] : rows_) {
    SCOPED_TRACE(name);
    const bool of_a_workspace = row.callers.find_first_of("VCAW") != std::string::npos;
    EXPECT_EQ(of_a_workspace, !row.field.empty()) << "who is bound to a workspace asks about it";
    if (row.field.empty()) continue;
    const rpc::MethodTable::Method& method = Find(name);
    const std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
    SetField(*request, row.field, row.name_there);
    SetMask(*request);
    for (const char caller : row.callers) {
      if (caller == 'S') continue;  // bound to none
      EXPECT_EQ(Reason(caller, method, *request), "RESOURCE_NOT_FOUND") << "of caller " << caller;
    }
  }
}

// Whatever may be lost on the way can be asked for again without doing it twice.
TEST_F(RolesTest, EveryMutationTakesARequestId) {
  for (const auto& [path, method] : table_.methods()) {
    const std::string name = path.substr(path.rfind('/') + 1);
    bool read = false;
    for (const char* verb :
         {"Get", "List", "Check", "Diagnose", "LookUp", "Rank", "Wait", "Watch"}) {
      read = read || name.starts_with(verb);
    }
    const bool has_id =
        method.request_prototype->GetDescriptor()->FindFieldByName("request_id") != nullptr;
    // Each reveal is an act of its own, and what it shows must never be remembered.
    EXPECT_EQ(has_id, !read && name != "RevealCode") << path;
  }
}

}  // namespace
}  // namespace sparkgate::server
