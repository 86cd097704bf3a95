#include "daemon/cli/cli.h"

int main(int argc, char** argv) { return noticed::run_command_line(argc, argv); }
