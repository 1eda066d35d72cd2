#include "rpc/method_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/testing/echo.pb.h"

namespace sparkgate::rpc {
namespace {

using testing::EchoRequest;
using testing::EchoResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::OtherRequest;
using testing::OtherResponse;

absl::StatusOr<EchoResponse> Say(CallContext&, const EchoRequest& request) {
  EchoResponse response;
  response.set_text(request.text());
  return response;
}

void SayMany(CallContext&, const EchoRequest&, std::shared_ptr<ServerStream<EchoResponse>>) {}
void Talk(CallContext&, std::shared_ptr<BidiStream<EchoRequest, EchoResponse>>) {}

TEST(MethodTable, FindsByPathAndListsServices) {
  MethodTable table;
  table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {.roles = kAnyone}, Say);
  const MethodTable::Method* method = table.Find("/sparkgate.rpc.testing.Echo/Say");
  ASSERT_NE(method, nullptr);
  EXPECT_EQ(method->name, "/sparkgate.rpc.testing.Echo/Say");
  EXPECT_EQ(method->options.roles, kAnyone);
  EXPECT_EQ(table.Find("/sparkgate.rpc.testing.Echo/Shout"), nullptr);
  EXPECT_EQ(table.Find(""), nullptr);
  EXPECT_THAT(table.Services(), ElementsAre("sparkgate.rpc.testing.Echo"));
}

TEST(MethodTable, NamesWhatIsMissing) {
  MethodTable table;
  table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {}, Say);
  EXPECT_THAT(table.Missing(), ElementsAre("/sparkgate.rpc.testing.Echo/SayMany",
                                           "/sparkgate.rpc.testing.Echo/Talk"));
  table.Stream<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/SayMany", {}, SayMany);
  table.Bidi<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Talk", {}, Talk);
  EXPECT_THAT(table.Missing(), IsEmpty());
}

TEST(MethodTableDeathTest, OnlyAUnaryMethodAnswersLater) {
  MethodTable table;
  table.UnaryLater<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {}, SayMany);
  EXPECT_TRUE(table.Find("/sparkgate.rpc.testing.Echo/Say")->later);
  EXPECT_DEATH((table.UnaryLater<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/SayMany",
                                                            {}, SayMany)),
               "wrong streaming shape");
}

TEST(MethodTable, WithKeepsNamesAndTypesAndTakesOtherHandlers) {
  MethodTable table;
  table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {.roles = 4}, Say);
  const MethodTable changed = table.With([](const MethodTable::Method& method) {
    MethodTable::Method later = method;
    later.unary = nullptr;
    later.later = true;
    later.server_stream = [](CallContext&, const google::protobuf::Message&,
                             std::shared_ptr<MessageStream>) {};
    return later;
  });
  const MethodTable::Method* say = changed.Find("/sparkgate.rpc.testing.Echo/Say");
  ASSERT_NE(say, nullptr);
  EXPECT_EQ(say->options.roles, 4u);
  EXPECT_TRUE(say->later);
  EXPECT_FALSE(table.Find("/sparkgate.rpc.testing.Echo/Say")->later);
}

TEST(MethodTableDeathTest, UnknownMethod) {
  MethodTable table;
  EXPECT_DEATH(
      (table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Shout", {}, Say)),
      "declare no method sparkgate.rpc.testing.Echo/Shout");
}

TEST(MethodTableDeathTest, WrongTypes) {
  MethodTable table;
  EXPECT_DEATH((table.Unary<OtherRequest, EchoResponse>(
                   "sparkgate.rpc.testing.Echo/Say", {},
                   [](CallContext&, const OtherRequest&) { return EchoResponse(); })),
               "takes sparkgate.rpc.testing.EchoRequest");
  EXPECT_DEATH((table.Unary<EchoRequest, OtherResponse>(
                   "sparkgate.rpc.testing.Echo/Say", {},
                   [](CallContext&, const EchoRequest&) { return OtherResponse(); })),
               "returns sparkgate.rpc.testing.EchoResponse");
}

TEST(MethodTableDeathTest, WrongShape) {
  MethodTable table;
  EXPECT_DEATH(
      (table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/SayMany", {}, Say)),
      "wrong streaming shape");
  EXPECT_DEATH(
      (table.Stream<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Talk", {}, SayMany)),
      "wrong streaming shape");
  EXPECT_DEATH(
      (table.Bidi<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/SayMany", {}, Talk)),
      "wrong streaming shape");
}

TEST(MethodTableDeathTest, RegisteredTwice) {
  MethodTable table;
  table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {}, Say);
  EXPECT_DEATH((table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {}, Say)),
               "registered twice");
}

}  // namespace
}  // namespace sparkgate::rpc
