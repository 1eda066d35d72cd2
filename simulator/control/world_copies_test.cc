#include <vector>

#include <gmock/gmock.h>

#include "simulator/control/control_fixture.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;

class WorldCopiesTest : public ControlTest {
 protected:
  using Stub = v1::WorldService::Stub;
  using File = std::vector<v1::ExportWorldResponse>;

  WorldCopiesTest() { MakeWorld("source"); }

  void OpenAccount(const std::string& world, const std::string& username) {
    v1::CreateAccountRequest request;
    request.set_world("worlds/" + world);
    request.mutable_account()->set_username(username);
    ASSERT_TRUE(Call<v1::CreatorAccount>(*creator_stub_,
                                         &v1::CreatorAppService::Stub::CreateAccount, request)
                    .ok());
  }
  v1::World Get(const std::string& id) {
    v1::GetWorldRequest request;
    request.set_name("worlds/" + id);
    return Call<v1::World>(*world_stub_, &Stub::GetWorld, request).value();
  }
  absl::StatusOr<v1::World> Fork(const std::string& id, const std::string& request_id = "") {
    v1::ForkWorldRequest request;
    request.set_name("worlds/source");
    request.set_world_id(id);
    request.set_request_id(request_id);
    return Call<v1::World>(*world_stub_, &Stub::ForkWorld, request);
  }
  v1::DiffWorldsResponse Diff(const std::string& before, const std::string& after) {
    v1::DiffWorldsRequest request;
    request.set_name("worlds/" + before);
    request.set_other("worlds/" + after);
    return Call<v1::DiffWorldsResponse>(*world_stub_, &Stub::DiffWorlds, request).value();
  }
  File Export(const std::string& id) {
    v1::ExportWorldRequest request;
    request.set_name("worlds/" + id);
    const auto context = Context();
    const auto stream = world_stub_->ExportWorld(context.get(), request);
    File file;
    for (v1::ExportWorldResponse piece; stream->Read(&piece);) file.push_back(piece);
    EXPECT_TRUE(stream->Finish().ok());
    return file;
  }
  absl::StatusOr<v1::World> Import(const File& file, const std::string& id) {
    const auto context = Context();
    const auto stream = world_stub_->ImportWorld(context.get());
    v1::ImportWorldRequest first;
    first.set_world_id(id);
    stream->Write(first);
    for (const v1::ExportWorldResponse& piece : file) {
      v1::ImportWorldRequest request;  // the same fields, as sparkctl reads them from the file
      request.set_data(piece.data());
      request.set_sha256(piece.sha256());
      stream->Write(request);
    }
    stream->WritesDone();
    v1::World world;
    const bool answered = stream->Read(&world);
    const grpc::Status status = stream->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    EXPECT_TRUE(answered);
    return world;
  }
};

TEST_F(WorldCopiesTest, AForkIsAWorldOnceForEachRequestId) {
  OpenAccount("source", "mira");
  const v1::World fork = Fork("fork", "once").value();
  EXPECT_EQ(fork.name(), "worlds/fork");
  EXPECT_EQ(fork.event_hash(), Get("source").event_hash());
  EXPECT_EQ(fork.business_api_path(), "/w/fork/open_api/v1.3");
  EXPECT_EQ(Fork("fork", "once").value().incarnation(), fork.incarnation());
  EXPECT_EQ(ReasonOf(Fork("fork").status()), "WORLD_EXISTS");
  OpenAccount("fork", "tom");
  EXPECT_NE(Get("fork").event_hash(), Get("source").event_hash());
}

TEST_F(WorldCopiesTest, DiffTellsWhatACallDid) {
  ASSERT_TRUE(Fork("before").ok());
  EXPECT_EQ(Diff("before", "source").total(), 0);
  OpenAccount("source", "mira");
  const v1::DiffWorldsResponse diff = Diff("before", "source");
  EXPECT_EQ(diff.total(), diff.differences_size());
  ASSERT_GT(diff.differences_size(), 0);
  EXPECT_THAT(diff.differences(0).path(), HasSubstr("creators."));
  EXPECT_THAT(diff.differences(0).new_value(), HasSubstr("mira"));
}

TEST_F(WorldCopiesTest, RestoringBringsBackAFork) {
  const std::string known = Get("source").incarnation();
  ASSERT_TRUE(Fork("snapshot").ok());
  OpenAccount("source", "mira");
  v1::RestoreWorldRequest request;
  request.set_name("worlds/source");
  request.set_source("worlds/source");
  EXPECT_EQ(DetailOf(Call<v1::World>(*world_stub_, &Stub::RestoreWorld, request).status())
                .fields.at(0)
                .field,
            "source");
  request.set_source("worlds/snapshot");
  const v1::World restored = Call<v1::World>(*world_stub_, &Stub::RestoreWorld, request).value();
  EXPECT_EQ(restored.name(), "worlds/source");
  EXPECT_NE(restored.incarnation(), known);
  EXPECT_EQ(Diff("snapshot", "source").total(), 0);
}

TEST_F(WorldCopiesTest, AFollowedWorldIsItsServersToCopy) {
  MakeWorld("followed", "server-1");
  v1::ForkWorldRequest fork;
  fork.set_name("worlds/followed");
  fork.set_world_id("fork");
  const absl::Status refused = Call<v1::World>(*world_stub_, &Stub::ForkWorld, fork).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "WORLD_FOLLOWED");
  v1::RestoreWorldRequest restore;
  restore.set_name("worlds/followed");
  restore.set_source("worlds/source");
  EXPECT_EQ(ReasonOf(Call<v1::World>(*world_stub_, &Stub::RestoreWorld, restore).status()),
            "WORLD_FOLLOWED");
  fork.set_follower_id("server-1");
  const v1::World copy = Call<v1::World>(*world_stub_, &Stub::ForkWorld, fork).value();
  EXPECT_THAT(copy.followers(), testing::ElementsAre("server-1"));
}

TEST_F(WorldCopiesTest, AFileIsLoadedAsTheWorldThatItWas) {
  OpenAccount("source", "mira");
  worlds_.Find("source")->Write([](WorldState& state) {
    // Large enough for several messages.
    const std::string creator = state.creators.begin()->first;
    for (int i = 0; i < 1000; ++i) {
      state.names[fmt::format("username/{}{}", std::string(600, 'x'), i)] = creator;
    }
    return true;
  });
  const File file = Export("source");
  ASSERT_GT(file.size(), 3u);
  EXPECT_EQ(file.back().sha256().size(), 64u);
  const absl::StatusOr<v1::World> loaded = Import(file, "loaded");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->name(), "worlds/loaded");
  EXPECT_EQ(Diff("source", "loaded").total(), 0);
  EXPECT_EQ(ReasonOf(Import(file, "").status()), "WORLD_EXISTS");  // "source", as the file says
}

TEST_F(WorldCopiesTest, AFileThatIsNotWholeIsRefusedAndNothingIsMade) {
  File file = Export("source");
  const absl::Status cut = Import({file.begin(), file.end() - 1}, "loaded").status();
  EXPECT_EQ(cut.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(cut), "WORLD_FILE_BROKEN");
  file[0].mutable_data()->replace(file[0].data().find("source"), 6, "sauce!");
  EXPECT_EQ(ReasonOf(Import(file, "loaded").status()), "WORLD_FILE_BROKEN");
  v1::ExportWorldResponse nonsense;
  nonsense.set_data("{}");
  v1::ExportWorldResponse end;
  end.set_sha256("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  EXPECT_EQ(ReasonOf(Import({nonsense, end}, "loaded").status()), "WORLD_FILE_BROKEN");
  EXPECT_EQ(worlds_.List("", 10).size(), 1u);
}

TEST_F(WorldCopiesTest, TtlIsShownAndChanged) {
  EXPECT_FALSE(Get("source").has_ttl());
  v1::UpdateWorldRequest request;
  request.mutable_world()->set_name("worlds/source");
  SetDuration(request.mutable_world()->mutable_ttl(), absl::Minutes(5));
  request.mutable_update_mask()->add_paths("ttl");
  ASSERT_TRUE(Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).ok());
  EXPECT_EQ(Get("source").ttl().seconds(), 300);
  request.mutable_world()->mutable_ttl()->set_seconds(-1);
  EXPECT_EQ(DetailOf(Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).status())
                .fields.at(0)
                .field,
            "world.ttl");
  request.mutable_world()->clear_ttl();
  EXPECT_FALSE(Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).value().has_ttl());
}

}  // namespace
}  // namespace sparkgate::simulator
