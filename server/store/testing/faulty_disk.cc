#include "server/store/testing/faulty_disk.h"

#include <new>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/mutex.h"

namespace sparkgate::server {
namespace {

using sqlite_api::sqlite3_file;
using sqlite_api::sqlite3_int64;
using sqlite_api::sqlite3_io_methods;
using sqlite_api::sqlite3_vfs;

struct State {
  Mutex mutex;
  bool armed SG_GUARDED_BY(mutex) = false;
  bool failed SG_GUARDED_BY(mutex) = false;
  int left SG_GUARDED_BY(mutex) = 0;
  FaultyDisk::Fault fault SG_GUARDED_BY(mutex) = FaultyDisk::Fault::kFull;
};

State& TheState() {
  static auto* const state = new State;
  return *state;
}

// SQLITE_OK, or what this write or sync fails with.
int Count(bool sync) {
  State& state = TheState();
  MutexLock lock(state.mutex);
  if (!state.armed) return SQLITE_OK;
  if (state.left > 0) --state.left;
  if (state.left > 0) return SQLITE_OK;
  if (sync && state.fault == FaultyDisk::Fault::kFull) return SQLITE_OK;
  state.failed = true;
  if (state.fault == FaultyDisk::Fault::kFull) return SQLITE_FULL;
  return sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
}

struct File {
  sqlite3_file base;  // first: SQLite knows the file by it
  sqlite3_file* real;
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

int Close(sqlite3_file* f) {
  sqlite3_file* real = Real(f);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int Read(sqlite3_file* f, void* out, int size, sqlite3_int64 at) {
  return Real(f)->pMethods->xRead(Real(f), out, size, at);
}
int Write(sqlite3_file* f, const void* data, int size, sqlite3_int64 at) {
  if (const int fault = Count(/*sync=*/false); fault != SQLITE_OK) return fault;
  return Real(f)->pMethods->xWrite(Real(f), data, size, at);
}
int Truncate(sqlite3_file* f, sqlite3_int64 size) {
  return Real(f)->pMethods->xTruncate(Real(f), size);
}
int Sync(sqlite3_file* f, int flags) {
  if (const int fault = Count(/*sync=*/true); fault != SQLITE_OK) return fault;
  return Real(f)->pMethods->xSync(Real(f), flags);
}
int FileSize(sqlite3_file* f, sqlite3_int64* size) {
  return Real(f)->pMethods->xFileSize(Real(f), size);
}
int Lock(sqlite3_file* f, int level) { return Real(f)->pMethods->xLock(Real(f), level); }
int Unlock(sqlite3_file* f, int level) { return Real(f)->pMethods->xUnlock(Real(f), level); }
int CheckReservedLock(sqlite3_file* f, int* out) {
  return Real(f)->pMethods->xCheckReservedLock(Real(f), out);
}
int FileControl(sqlite3_file* f, int op, void* arg) {
  return Real(f)->pMethods->xFileControl(Real(f), op, arg);
}
int SectorSize(sqlite3_file* f) { return Real(f)->pMethods->xSectorSize(Real(f)); }
int Characteristics(sqlite3_file* f) { return Real(f)->pMethods->xDeviceCharacteristics(Real(f)); }
int ShmMap(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return Real(f)->pMethods->xShmMap(Real(f), page, size, extend, out);
}
int ShmLock(sqlite3_file* f, int offset, int count, int flags) {
  return Real(f)->pMethods->xShmLock(Real(f), offset, count, flags);
}
void ShmBarrier(sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); }
int ShmUnmap(sqlite3_file* f, int remove) { return Real(f)->pMethods->xShmUnmap(Real(f), remove); }

constexpr sqlite3_io_methods kMethods = {
    2,
    Close,
    Read,
    Write,
    Truncate,
    Sync,
    FileSize,
    Lock,
    Unlock,
    CheckReservedLock,
    FileControl,
    SectorSize,
    Characteristics,
    ShmMap,
    ShmLock,
    ShmBarrier,
    ShmUnmap,
    nullptr,
    nullptr,
};

sqlite3_vfs* RealVfs() {
  static sqlite3_vfs* const vfs = sqlite_api::sqlite3_vfs_find("unix");
  return vfs;
}

int Open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  File* file = new (f) File{};
  file->real = reinterpret_cast<sqlite3_file*>(file + 1);
  file->real->pMethods = nullptr;
  const int result = RealVfs()->xOpen(RealVfs(), name, file->real, flags, out_flags);
  file->base.pMethods = &kMethods;
  return result;
}

sqlite3_vfs* OurVfs() {
  static sqlite3_vfs* const vfs = [] {
    auto* ours = new sqlite3_vfs(*RealVfs());
    ours->szOsFile += static_cast<int>(sizeof(File));
    ours->zName = "faulty";
    ours->xOpen = Open;
    return ours;
  }();
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() { sqlite_api::sqlite3_vfs_register(OurVfs(), /*makeDflt=*/1); }

FaultyDisk::~FaultyDisk() {
  Heal();
  sqlite_api::sqlite3_vfs_register(RealVfs(), /*makeDflt=*/1);
}

void FaultyDisk::FailAfter(int after, Fault fault) {
  State& state = TheState();
  MutexLock lock(state.mutex);
  state.armed = true;
  state.failed = false;
  state.left = after;
  state.fault = fault;
}

bool FaultyDisk::Heal() {
  State& state = TheState();
  MutexLock lock(state.mutex);
  state.armed = false;
  return state.failed;
}

}  // namespace sparkgate::server
