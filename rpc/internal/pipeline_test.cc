#include "rpc/internal/pipeline.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "rpc/testing/counting_metrics.h"
#include "rpc/testing/key_book.h"

namespace sparkgate::rpc::internal {
namespace {

using rpc::testing::CountingMetrics;
using rpc::testing::KeyBook;
using rpc::testing::kReader;
using rpc::testing::kWriter;

class PipelineTest : public ::testing::Test {
 protected:
  std::string Admit(const MethodOptions& options, std::string_view authorization) {
    return ReasonOf(pipeline_.Admit(call_, options, authorization));
  }
  std::string Authorize(const MethodOptions& options) {
    return ReasonOf(pipeline_.Authorize(call_, options));
  }

  KeyBook keys_;
  CountingMetrics metrics_;
  Pipeline pipeline_{{}, &keys_, metrics_};
  CallState call_{"/test/Method", "", absl::InfiniteDuration(), NewTrace()};
};

TEST_F(PipelineTest, WhatAnyoneMayCallNeedsNoCredential) {
  EXPECT_EQ(Admit({.roles = kAnyone}, ""), "");
  EXPECT_EQ(Authorize({.roles = kAnyone}), "");
  EXPECT_EQ(call_.caller().principal, "");
}

TEST_F(PipelineTest, AnythingButABearerTokenIsNoCredential) {
  for (const char* value : {"", "reader", "Basic reader", "Bearer", "Bearer ", "Bearerreader"}) {
    EXPECT_EQ(Admit({.roles = kReader}, value), "CREDENTIAL_MISSING") << value;
  }
  EXPECT_EQ(Admit({.roles = kReader}, "bEARER cached-reader"), "");
}

TEST_F(PipelineTest, ACachedCredentialIsDecidedOnThePoller) {
  EXPECT_EQ(Admit({.roles = kReader}, "Bearer cached-stranger"), "CREDENTIAL_INVALID");
  EXPECT_EQ(Admit({.roles = kWriter}, "Bearer cached-reader"), "ROLE_MISSING");
  EXPECT_EQ(Admit({.roles = kWriter | kReader}, "Bearer cached-reader"), "");
  EXPECT_EQ(call_.caller().principal, "cached-reader");
}

TEST_F(PipelineTest, AnUnknownCredentialWaitsForAWorker) {
  EXPECT_EQ(Admit({.roles = kWriter}, "Bearer reader"), "");
  EXPECT_EQ(call_.caller().principal, "");
  EXPECT_EQ(Authorize({.roles = kWriter}), "ROLE_MISSING");
  EXPECT_TRUE(call_.unchecked_token().empty());
}

TEST_F(PipelineTest, AKeyThatIsNotEnoughHearsWhichOneIs) {
  const absl::Status status = pipeline_.Admit(call_, {.roles = kWriter}, "Bearer cached-reader");
  EXPECT_EQ(status.message(), "the API key's role isn't enough: this call needs a writer's key");
}

TEST_F(PipelineTest, AMethodWithoutRolesIsForNobody) {
  EXPECT_EQ(Admit({}, "Bearer cached-reader"), "ROLE_MISSING");
}

TEST_F(PipelineTest, DrainingShedsEverything) {
  pipeline_.StartDraining();
  const absl::Status status = pipeline_.Admit(call_, {.roles = kAnyone}, "");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "SERVER_STOPPING");
}

TEST_F(PipelineTest, WhatNobodyWaitsForIsNotDone) {
  CallState late("/test/Method", "", absl::ZeroDuration(), NewTrace());
  EXPECT_EQ(ReasonOf(pipeline_.Admit(late, {.roles = kAnyone}, "")), "DEADLINE_EXCEEDED");
  EXPECT_TRUE(late.cancelled());
  call_.Cancel();
  EXPECT_EQ(Authorize({.roles = kAnyone}), "CANCELLED");
}

}  // namespace
}  // namespace sparkgate::rpc::internal
